package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wheel that the package index serves is the known one. */
class NetHackInstallationITCase {

    @TempDir private Path cache;

    @Test
    void fetchesTheWheelOnceThoughSeveralAskAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<NetHackInstallation>> found = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                found.add(
                        threads.submit(
                                () ->
                                        NetHackInstallation.cached(
                                                cache, new NetHackWheel("python3"))));
            }
            for (Future<NetHackInstallation> installation : found) {
                assertThat(installation.get()).isEqualTo(found.get(0).get());
            }
        } finally {
            threads.shutdown();
        }

        NetHackInstallation offline =
                NetHackInstallation.cached(cache, new NetHackWheel("/no/python"));
        assertThat(entries()).containsExactly("nle-1.3.0-becf6478c75e");
        assertThat(NetHackInstallation.locate(offline.library().getParent().toString()))
                .isEqualTo(offline);
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
