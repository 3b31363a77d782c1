package org.retain.datasets.bzip2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.sample.BundledSample;

class Bzip2InputStreamTest {

    private static final int BLOCK = 900_000;

    @TempDir private Path directory;

    static Stream<byte[]> contents() {
        Random random = new Random(3);
        byte[] noise = new byte[2_500_000];
        random.nextBytes(noise);
        byte[] text = new byte[3 * BLOCK + 17];
        byte[] runs = new byte[20_000_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (random.nextInt(3) > 0 && i > 100 ? text[i - 97] : i % 7);
        }
        for (int i = 0; i < runs.length; ) {
            int length = Math.min(1 + random.nextInt(600), runs.length - i);
            Arrays.fill(runs, i, i + length, (byte) random.nextInt(3));
            i += length;
        }
        return Stream.of(
                new byte[0],
                new byte[1],
                new byte[4],
                new byte[259],
                noise,
                text,
                runs,
                Arrays.copyOf(noise, BLOCK),
                new byte[] {1, 1, 1, 1},
                new byte[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 0});
    }

    @ParameterizedTest
    @MethodSource("contents")
    void givesBackWhatWasCompressed(byte[] content) throws IOException {
        try (Bzip2InputStream in = open(compress(content))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.hasTrailingBytes()).isFalse();
        }
    }

    @Test
    void agreesWithTheLibraryOnRealRecordings() throws IOException {
        BundledSample.extractTo(directory);

        for (String file : BundledSample.files()) {
            if (file.endsWith(".bz2")) {
                byte[] compressed = Files.readAllBytes(directory.resolve(file));
                try (Bzip2InputStream in = open(compressed);
                        InputStream library =
                                new BZip2HadoopStreams()
                                        .createInputStream(new ByteArrayInputStream(compressed))) {
                    assertThat(in.readAllBytes()).isEqualTo(library.readAllBytes());
                    assertThat(in.position()).isEqualTo(compressed.length);
                }
            }
        }
    }

    @Test
    void readsOnlyTheFirstStream() throws IOException {
        byte[] first = compress(new byte[] {1, 2, 3});
        byte[] both = Arrays.copyOf(first, first.length + 1);

        try (Bzip2InputStream in = open(both)) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
            assertThat(in.hasTrailingBytes()).isTrue();
            assertThat(in.position()).isEqualTo(first.length);
        }
    }

    @Test
    void givesOutTheBlocksBeforeADamagedOne() throws IOException {
        byte[] noise = new byte[5 * BLOCK];
        new Random(1).nextBytes(noise);
        byte[] file = compress(noise);

        for (int damagedBlock = 0; damagedBlock < 4; damagedBlock++) {
            byte[] damaged = file.clone();
            damaged[(int) ((damagedBlock + 0.5) * file.length / 5)] ^= 4;
            assertPrefix(damaged, noise, damagedBlock * (BLOCK - 19));
        }
    }

    @Test
    void givesOutTheBlocksBeforeTheCut() throws IOException {
        byte[] noise = new byte[3 * BLOCK];
        new Random(2).nextBytes(noise);
        byte[] file = compress(noise);

        assertPrefix(Arrays.copyOf(file, file.length / 2), noise, BLOCK - 19);
        assertPrefix(Arrays.copyOf(file, file.length - 1), noise, noise.length);
        assertPrefix(Arrays.copyOf(file, 5), noise, 0);
    }

    @Test
    void refusesAWrongChecksumOfTheWhole() throws IOException {
        byte[] file = compress(new byte[] {1, 2, 3});
        file[file.length - 2] ^= 8;

        assertPrefix(file, new byte[] {1, 2, 3}, 3);
    }

    @Test
    void readsAStreamWithoutBlocksOfAnyLevel() throws IOException {
        for (char level = '1'; level <= '9'; level++) {
            byte[] file = HexFormat.of().parseHex("425a6839177245385090" + "00000000");
            file[3] = (byte) level;
            assertThat(open(file).readAllBytes()).isEmpty();
        }
    }

    /** Reads about so many bytes, in which nothing is wrong, and then meets damage. */
    private static void assertPrefix(byte[] file, byte[] content, int expected) throws IOException {
        byte[] target = new byte[content.length + 1];
        int[] length = {0};
        try (Bzip2InputStream in = open(file)) {
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    int count =
                                            in.read(target, length[0], target.length - length[0]);
                                    assertThat(count).isPositive();
                                    length[0] += count;
                                }
                            })
                    .isInstanceOf(DamagedBzip2Exception.class);
        }
        assertThat(length[0]).isCloseTo(expected, within(100));
        assertThat(Arrays.equals(target, 0, length[0], content, 0, length[0])).isTrue();
    }

    private static Bzip2InputStream open(byte[] file) throws IOException {
        return new Bzip2InputStream(new ByteArrayInputStream(file));
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2HadoopStreams().createOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
