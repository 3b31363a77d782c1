package org.retain.datasets.nld;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bundled recordings, laid out as a data set of their own. */
public final class TestingGames {

    /** Names of the bundled recordings in the order of a scan. */
    public static final List<String> NAMES =
            List.of(
                    "nle_data/20261123-045432_aa000006/nle.30221.2.ttyrec3.bz2",
                    "nle_data/20261123-050027_aa000008/nle.31411.3.ttyrec3.bz2",
                    "nle_data/20261123-051014_aa000011/nle.8538.3.ttyrec3.bz2");

    private TestingGames() {}

    /** Copies the bundled recordings and their xlogfiles into a directory, as NLD-AA has them. */
    public static Path copyTo(Path directory) {
        try {
            String index = new String(resource("index.txt").readAllBytes(), StandardCharsets.UTF_8);
            for (String name : index.lines().toList()) {
                Path target = directory.resolve(name);
                Files.createDirectories(target.getParent());
                try (InputStream in = resource(name)) {
                    Files.copy(in, target);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Content of a bundled recording. */
    static byte[] bytes(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        return TestingGames.class.getResourceAsStream("/sample/" + name);
    }
}
