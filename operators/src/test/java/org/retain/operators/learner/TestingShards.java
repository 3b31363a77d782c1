package org.retain.operators.learner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;

/** Recorded episodes of vectors, in shards. */
final class TestingShards {

    private TestingShards() {}

    /** An episode of whole segments and a last one of two steps; its level rises by segment. */
    static List<Segment> episode(String id, int segments) {
        List<Segment> episode = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            boolean last = i == segments - 1;
            int steps = last ? 2 : TestingRows.STEPS;
            Segment segment = TestingRows.demonstration(31L * id.hashCode() + i, steps);
            segment.setEpisodeId(id);
            segment.setSegmentIndex(i);
            segment.setFirstStep((long) i * TestingRows.STEPS);
            segment.setFirstOfEpisode(i == 0);
            segment.setBootstrapValid(!last);
            segment.setTerminated(last);
            segment.setStrata(Map.of("dungeon-level", String.valueOf(1 + i)));
            episode.add(segment);
        }
        return episode;
    }

    /** Writes episodes into one shard of a directory. */
    static void write(Path directory, List<List<Segment>> episodes) throws IOException {
        try (SegmentParquetWriter writer =
                new SegmentParquetWriter(directory.resolve("shard-00000.parquet"))) {
            for (List<Segment> episode : episodes) {
                for (Segment segment : episode) {
                    writer.write(segment);
                }
            }
            writer.finish();
        }
    }
}
