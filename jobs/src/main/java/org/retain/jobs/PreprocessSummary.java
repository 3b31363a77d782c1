package org.retain.jobs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.datasets.shard.DamagedGame;
import org.retain.datasets.shard.FileRemark;
import org.retain.datasets.shard.Manifest;
import org.retain.jobs.command.Summary;

/** Tells the user what a manifest says. */
final class PreprocessSummary {

    private PreprocessSummary() {}

    /** The command's summary; {@code complete} when there was nothing left to do. */
    static Summary of(Manifest manifest, String output, boolean complete) {
        List<Map<String, Object>> skipped = new ArrayList<>();
        for (FileRemark remark : manifest.getSkipped()) {
            skipped.add(Map.of("file", remark.getFile(), "reason", remark.getReason()));
        }
        List<Map<String, Object>> damaged = new ArrayList<>();
        for (DamagedGame game : manifest.getDamaged()) {
            damaged.add(
                    Map.of(
                            "file",
                            game.getFile(),
                            "frames",
                            game.getFrames(),
                            "reason",
                            game.getReason()));
        }
        return new Summary()
                .with("output", output)
                .with("games", manifest.getGames())
                .with("frames", manifest.getFrames())
                .with("bytes", manifest.getBytes())
                .with("shards", manifest.getShards().size())
                .with("skipped", skipped)
                .with("damaged", damaged)
                .with("already_complete", complete);
    }

    /** One line for each file that was skipped and each game that is damaged. */
    static void print(Manifest manifest, PrintStream out) {
        for (FileRemark skipped : manifest.getSkipped()) {
            out.printf("Skipped %s: %s%n", skipped.getFile(), skipped.getReason());
        }
        for (DamagedGame game : manifest.getDamaged()) {
            out.printf(
                    "Damaged %s: %,d frames kept; %s%n",
                    game.getFile(), game.getFrames(), game.getReason());
        }
    }
}
