package org.retain.datasets.ttyrec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retain.datasets.TestingData;

/** Recordings with the digests of NLE's decoding of them. */
public final class TestingRecordings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestingRecordings() {}

    /** One recording's golden decoding. */
    public record Golden(String file, long frames, Map<String, String> sha256) {}

    /** The bundled games. */
    public static List<Golden> bundled() {
        return golden("/ttyrec/golden.jsonl");
    }

    /** Golden decodings listed in a resource. */
    static List<Golden> golden(String resource) {
        try (InputStream in = TestingRecordings.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of the shared games in NLD-AA's layout, where there is one. */
    public static Optional<Path> sharedRoot() {
        return TestingData.sharedDirectory()
                .map(shared -> shared.resolve("data/nld-aa"))
                .filter(Files::isDirectory);
    }

    /** The shared games; empty where there are none. */
    public static List<Golden> shared() {
        return TestingData.sharedDirectory()
                .map(shared -> shared.resolve("data/golden.jsonl"))
                .filter(Files::exists)
                .map(
                        file -> {
                            try {
                                return parse(Files.readAllLines(file));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .orElse(List.of());
    }

    /** Decodes to the end, in chunks of this many frames. */
    static Golden decode(TtyrecReader reader, String file, int chunk) throws IOException {
        FrameBuffer buffer = new FrameBuffer(chunk);
        RecordingDigest digest = new RecordingDigest();
        for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
            digest.add(buffer, n);
        }
        return new Golden(file, digest.frames(), digest.finish());
    }

    /** Golden decodings, one JSON object a line. */
    static List<Golden> parse(List<String> lines) throws IOException {
        List<Golden> golden = new ArrayList<>();
        for (String line : lines) {
            JsonNode node = JSON.readTree(line);
            golden.add(
                    new Golden(
                            node.get("file").asText(),
                            node.get("frames").asLong(),
                            JSON.convertValue(
                                    node.get("sha256"),
                                    JSON.getTypeFactory()
                                            .constructMapType(
                                                    Map.class, String.class, String.class))));
        }
        return golden;
    }
}
