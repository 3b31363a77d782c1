package org.retain.datasets.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Three whole games of AutoAscend (a Monk, a Healer, and a Priest who reaches dungeon level 4) in
 * NLD-AA's layout: {@code nle_data/<session>/} with recordings and xlogfile.
 */
public final class BundledSample {

    private static final String INDEX = "index.txt";

    private BundledSample() {}

    /** The sample's files, relative to its directory, sorted. */
    public static List<String> files() {
        try (InputStream in = resource(INDEX)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("The bundled sample has no " + INDEX, e);
        }
    }

    /**
     * Copies the sample into a directory, which is made if need be. Files that are already there
     * are replaced, each at once.
     *
     * @return the directory, to be read as the root of an NLD data set
     * @throws IOException when a file cannot be written
     */
    public static Path extractTo(Path directory) throws IOException {
        for (String file : files()) {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            Path partial = Files.createTempFile(target.getParent(), ".sample", ".part");
            try (InputStream in = resource(file)) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return directory;
    }

    private static InputStream resource(String file) throws FileNotFoundException {
        InputStream in = BundledSample.class.getResourceAsStream("/sample/" + file);
        if (in == null) {
            throw new FileNotFoundException("The bundled sample lacks " + file);
        }
        return in;
    }
}
