package org.retain.datasets.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.PathRemark;

/**
 * Decides which games make which shard: consecutive games, a shard being closed as soon as their
 * recordings reach the wanted length. The same games and settings give the same plan, whatever the
 * parallelism of the job.
 */
public final class ShardPlanning {

    static final Comparator<FileRemark> ORDER =
            Comparator.comparing(FileRemark::getFile).thenComparing(FileRemark::getReason);

    private ShardPlanning() {}

    /**
     * Plans the shards of a data set.
     *
     * @throws IOException when the directory is missing
     */
    public static ShardPlan plan(Path root, ShardSettings settings) throws IOException {
        NldDirectory directory = NldDirectory.scan(root);
        List<FileRemark> skipped = remarks(directory.skipped());
        List<PlannedShard> shards = new ArrayList<>();
        List<PlannedGame> games = new ArrayList<>();
        long bytes = 0;
        for (NldGame game : directory.games()) {
            if (!settings.filter().passes(game)) {
                if (!game.finished()) {
                    skipped.add(
                            new FileRemark(
                                    game.name(),
                                    "No xlogfile line tells its character, so that the filter"
                                            + " cannot choose it"));
                }
                continue;
            }
            games.add(new PlannedGame(game.name(), game.bytes(), new TreeMap<>(game.log())));
            bytes += game.bytes();
            if (bytes >= settings.shardBytes()) {
                shards.add(new PlannedShard(shards.size(), root.toString(), games));
                games = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!games.isEmpty()) {
            shards.add(new PlannedShard(shards.size(), root.toString(), games));
        }
        skipped.sort(ORDER);
        return new ShardPlan(settings.toMap(), shards, skipped, remarks(directory.notes()));
    }

    /**
     * Checks that shards of an earlier run belong to this plan.
     *
     * @throws ShardException when a setting or a game differs; the message names it
     */
    static void requireSame(Path output, ShardPlan earlier, ShardPlan now) throws ShardException {
        TreeSet<String> names = new TreeSet<>(earlier.getSettings().keySet());
        names.addAll(now.getSettings().keySet());
        for (String name : names) {
            String before = earlier.getSettings().getOrDefault(name, "");
            String after = now.getSettings().getOrDefault(name, "");
            if (!before.equals(after)) {
                throw new ShardException(
                        "%s was begun with %s '%s', now it is '%s'; give the earlier value or another output directory"
                                .formatted(output, name, before, after));
            }
        }
        Map<String, PlannedGame> before = games(earlier);
        Map<String, PlannedGame> after = games(now);
        TreeSet<String> differing = new TreeSet<>(before.keySet());
        differing.addAll(after.keySet());
        differing.removeIf(name -> after.getOrDefault(name, NONE).equals(before.get(name)));
        if (!differing.isEmpty()) {
            throw new ShardException(
                    "%s was begun with other games: %d came, went or changed since, the first is %s; restore them or give another output directory"
                            .formatted(output, differing.size(), differing.first()));
        }
    }

    private static final PlannedGame NONE = new PlannedGame("", -1L, Map.of());

    private static Map<String, PlannedGame> games(ShardPlan plan) {
        Map<String, PlannedGame> games = new TreeMap<>();
        plan.getShards()
                .forEach(
                        shard -> shard.getGames().forEach(game -> games.put(game.getName(), game)));
        return games;
    }

    private static List<FileRemark> remarks(List<PathRemark> paths) {
        List<FileRemark> remarks = new ArrayList<>();
        paths.forEach(path -> remarks.add(new FileRemark(path.path(), path.reason())));
        return remarks;
    }
}
