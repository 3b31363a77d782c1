package org.retain.datasets.shard;

import java.util.ArrayList;
import java.util.List;

/** Sums the finished shards of a plan up to the manifest. */
final class ManifestAssembly {

    private ManifestAssembly() {}

    static Manifest of(ShardPlan plan, List<ShardCommit> commits) {
        Manifest manifest =
                new Manifest(
                        0L,
                        0L,
                        0L,
                        new ArrayList<>(plan.getSkipped()),
                        new ArrayList<>(),
                        new ArrayList<>(plan.getNotes()),
                        new ArrayList<>());
        commits.forEach(commit -> add(commit, manifest));
        manifest.getSkipped().sort(ShardPlanning.ORDER);
        manifest.getNotes().sort(ShardPlanning.ORDER);
        return manifest;
    }

    private static void add(ShardCommit commit, Manifest manifest) {
        manifest.setGames(manifest.getGames() + commit.getGames());
        manifest.setFrames(manifest.getFrames() + commit.getFrames());
        manifest.setBytes(manifest.getBytes() + commit.getBytes());
        manifest.getSkipped().addAll(commit.getSkipped());
        manifest.getDamaged().addAll(commit.getDamaged());
        manifest.getNotes().addAll(commit.getNotes());
        if (commit.getSegments() > 0) {
            manifest.getShards()
                    .add(
                            new ManifestShard(
                                    commit.getFile(),
                                    commit.getSegments(),
                                    commit.getFrames(),
                                    commit.getSha256()));
        }
    }
}
