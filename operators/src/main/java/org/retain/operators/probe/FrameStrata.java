package org.retain.operators.probe;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.retain.datasets.nld.BottomLines;
import org.retain.datasets.segment.Segment;
import org.retain.operators.evaluation.Stratum;
import org.retain.operators.learner.LearnerBatch;

/**
 * The strata of each step of played batches, as the bottom lines of its screen show them; where a
 * screen shows none, as the game showed before. Without screens, by the segment's dungeon level.
 */
final class FrameStrata {

    private static final String CHARS = "observations.tty_chars";
    private static final String LEVEL = "dungeon-level";

    private final Map<String, BottomLines> games = new HashMap<>();

    /** Sets of strata of the steps [T, B]; 0 where there is no step. */
    int[] of(LearnerBatch batch) {
        int[] sets = new int[batch.steps() * batch.rows()];
        byte[] chars = batch.has(CHARS) ? bytes(batch.data(CHARS)) : null;
        for (int row = 0; row < batch.rows(); row++) {
            Segment segment = batch.segment(row);
            BottomLines seen = games.remove(key(segment, segment.getSegmentIndex()));
            BottomLines lines = seen == null ? new BottomLines() : seen;
            int level = level(segment);
            for (int step = 0; step < segment.getLength(); step++) {
                int frame = step * batch.rows() + row;
                if (chars != null) {
                    lines.look(chars, frame);
                    level = lines.level() < 0 ? level : lines.level();
                }
                sets[frame] = Stratum.set(level, lines.turn());
            }
            if (!segment.getTerminated() && !segment.getTruncated()) {
                games.put(key(segment, segment.getSegmentIndex() + 1), lines);
            }
        }
        return sets;
    }

    private static int level(Segment segment) {
        String level = segment.getStrata().getOrDefault(LEVEL, "");
        return level.matches("\\d{1,9}") ? Integer.parseInt(level) : -1;
    }

    private static String key(Segment segment, int index) {
        return segment.getEpisodeId() + "#" + index;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
