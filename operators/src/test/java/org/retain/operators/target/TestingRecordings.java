package org.retain.operators.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.nld.NldDirectory;
import org.retain.datasets.nld.NldGame;
import org.retain.datasets.nld.SegmentCutter;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentPacking;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;

/** The bundled games as packed segments, each game from its start. */
final class TestingRecordings {

    private TestingRecordings() {}

    /** At most so many segments of each game, of this many steps. */
    static List<List<Segment>> read(Path directory, int steps, int most) throws IOException {
        List<List<Segment>> games = new ArrayList<>();
        FrameBuffer frames = new FrameBuffer(steps);
        Path sample = BundledSample.extractTo(directory);
        for (NldGame game : NldDirectory.scan(sample).games()) {
            List<Segment> segments = new ArrayList<>();
            SegmentCutter cutter = new SegmentCutter(game, steps);
            try (TtyrecReader reader = TtyrecReader.open(game.file())) {
                int read = reader.read(frames);
                while (read > 0 && segments.size() < most) {
                    cutter.accept(frames, read, segments::add);
                    read = reader.read(frames);
                }
            }
            segments.forEach(SegmentPacking::pack);
            games.add(segments);
        }
        return games;
    }
}
