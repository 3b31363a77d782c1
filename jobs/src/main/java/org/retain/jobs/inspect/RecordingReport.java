package org.retain.jobs.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.RecordingDigest;
import org.retain.datasets.ttyrec.TtyrecReader;
import org.retain.jobs.command.StopToken;

/**
 * What a whole recording holds.
 *
 * @param frames number of frames
 * @param duration from the first key to the last one
 * @param score the highest one, because the game's end sets it back to 0
 * @param sha256 by array name
 * @param problems damages, each one sentence
 */
record RecordingReport(
        long frames,
        Duration duration,
        int score,
        Map<String, String> sha256,
        List<String> problems) {

    private static final int FRAMES = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Decodes a recording to its end. */
    static RecordingReport of(Path file, StopToken stop) throws IOException {
        FrameBuffer buffer = new FrameBuffer(FRAMES);
        RecordingDigest digest = new RecordingDigest();
        long first = 0;
        long last = 0;
        int score = Integer.MIN_VALUE;
        try (TtyrecReader reader = TtyrecReader.open(file)) {
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                stop.check();
                first = digest.frames() == 0 ? buffer.timestamps()[0] : first;
                last = buffer.timestamps()[n - 1];
                for (int i = 0; i < n; i++) {
                    score = Math.max(score, buffer.scores()[i]);
                }
                digest.add(buffer, n);
            }
            long frames = digest.frames();
            return new RecordingReport(
                    frames,
                    Duration.ofNanos((last - first) * 1_000L),
                    frames == 0 ? 0 : score,
                    digest.finish(),
                    reader.problems());
        }
    }

    /** The report of a file that could not be read at all. */
    static RecordingReport unreadable(String problem) {
        return new RecordingReport(
                0, Duration.ZERO, 0, new RecordingDigest().finish(), List.of(problem));
    }

    /** One line of JSON with the digests. */
    String json(String file) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("frames", frames);
        sha256.forEach((array, digest) -> line.put(array + "_sha256", digest));
        line.put("problems", problems);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The digest %s is no JSON".formatted(line), e);
        }
    }
}
