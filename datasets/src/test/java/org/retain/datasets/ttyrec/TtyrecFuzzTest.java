package org.retain.datasets.ttyrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever the bytes, reading ends, within bounds, with frames, problems or the declared exception:
 * jqwik fails a property that throws anything else.
 */
class TtyrecFuzzTest {

    private static final byte[] RECORDS = new TestingTerminalOutput(42).recording(80).records();
    private static final byte[] FILE = TestingTtyrecWriter.compress(RECORDS);
    private static final int FRAMES = 80;

    @Property(tries = 300)
    void survivesAnyBytes(@ForAll byte[] bytes) throws IOException {
        read(bytes);
    }

    @Property(tries = 300)
    void survivesAnyBytesBehindABzip2Header(@ForAll byte[] bytes) throws IOException {
        byte[] file = Arrays.copyOf(FILE, 20 + bytes.length);
        System.arraycopy(bytes, 0, file, 20, bytes.length);

        assertThat(read(file)).isZero();
    }

    @Property(tries = 300)
    void survivesAnyRecords(@ForAll byte[] bytes) throws IOException {
        read(TestingTtyrecWriter.compress(bytes));
    }

    @Property(tries = 300)
    void survivesAnyTerminalOutput(@ForAll byte[] bytes) throws IOException {
        TestingTtyrecWriter writer = new TestingTtyrecWriter().output("\u001b[").score(1);
        byte[] output = bytes.length == 0 ? new byte[1] : bytes;

        assertThat(read(writer.record(0, output).key(1).score(2).compressed())).isEqualTo(1);
    }

    @Property(tries = 500)
    void findsNothingNewInAFileWithAFlippedBit(@ForAll @IntRange(min = 32) int bit)
            throws IOException {
        byte[] file = FILE.clone();
        int position = bit % (8 * file.length - 32) + 32;
        file[position / 8] ^= (byte) (0x80 >>> position % 8);

        // One block: it is given out whole or not at all.
        assertThat(read(file)).isIn(0, FRAMES);
    }

    @Property(tries = 200)
    void keepsWholeFramesOfRecordsThatAreCut(@ForAll @IntRange(min = 0) int cut)
            throws IOException {
        byte[] records = Arrays.copyOf(RECORDS, cut % RECORDS.length);

        assertThat(read(TestingTtyrecWriter.compress(records))).isBetween(0, FRAMES);
    }

    @Property(tries = 500)
    void survivesMutatedRecords(@ForAll long seed, @ForAll("mutations") Mutation mutation)
            throws IOException {
        byte[] records = mutation.apply(RECORDS, new Random(seed));

        read(TestingTtyrecWriter.compress(records));
    }

    @Property(tries = 500)
    void survivesMutatedFiles(@ForAll long seed, @ForAll("mutations") Mutation mutation)
            throws IOException {
        read(mutation.apply(FILE, new Random(seed)));
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return Arbitraries.of(Mutation.class);
    }

    /** Reads everything there is; a small buffer and a bound on frames per byte find hangs. */
    private static int read(byte[] file) throws IOException {
        int frames = 0;
        try (TtyrecReader reader = TtyrecReader.open(new ByteArrayInputStream(file), "fuzz")) {
            FrameBuffer buffer = new FrameBuffer(3);
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                frames += n;
            }
            assertThat(reader.bytesRead()).isBetween(0L, (long) file.length);
            assertThat(reader.problems()).hasSizeLessThan(5);
        } catch (TtyrecFormatException e) {
            assertThat(e).hasMessageContaining("fuzz is no ttyrec3 recording");
        }
        return frames;
    }

    /** Ways in which bytes get damaged. */
    private enum Mutation {
        FLIP {
            @Override
            byte[] apply(byte[] bytes, Random random) {
                byte[] mutated = bytes.clone();
                for (int n = 1 + random.nextInt(5); n > 0; n--) {
                    mutated[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return mutated;
            }
        },
        OVERWRITE {
            @Override
            byte[] apply(byte[] bytes, Random random) {
                byte[] mutated = bytes.clone();
                byte[] noise = new byte[1 + random.nextInt(40)];
                random.nextBytes(noise);
                int at = random.nextInt(bytes.length - noise.length);
                System.arraycopy(noise, 0, mutated, at, noise.length);
                return mutated;
            }
        },
        CUT {
            @Override
            byte[] apply(byte[] bytes, Random random) {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
        },
        INSERT {
            @Override
            byte[] apply(byte[] bytes, Random random) {
                int at = random.nextInt(bytes.length);
                int length = 1 + random.nextInt(40);
                byte[] mutated = new byte[bytes.length + length];
                random.nextBytes(mutated);
                System.arraycopy(bytes, 0, mutated, 0, at);
                System.arraycopy(bytes, at, mutated, at + length, bytes.length - at);
                return mutated;
            }
        },
        REMOVE {
            @Override
            byte[] apply(byte[] bytes, Random random) {
                int at = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - at);
                byte[] mutated = Arrays.copyOf(bytes, bytes.length - length);
                System.arraycopy(bytes, at + length, mutated, at, bytes.length - at - length);
                return mutated;
            }
        };

        abstract byte[] apply(byte[] bytes, Random random);
    }
}
