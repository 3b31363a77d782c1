package org.retain.datasets.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link TensorCompressor}. */
class TensorCompressorTest {

    @Test
    void packsAsTensorPackingDoesTensorAfterTensor() {
        Random random = new Random(1);
        try (TensorCompressor compressor = new TensorCompressor()) {
            for (int i = 0; i < 5; i++) {
                byte[] screen = new byte[1_000 * (i + 1)];
                for (int j = 0; j < 100; j++) {
                    screen[random.nextInt(screen.length)] = (byte) random.nextInt(100);
                }
                List<Integer> shape = List.of(screen.length);

                Tensor packed = compressor.pack("screen", TensorType.U8, shape, screen);

                assertThat(packed)
                        .isEqualTo(
                                TensorPacking.pack(
                                        "screen", TensorType.U8, shape, screen, TensorCodec.ZSTD));
                assertThat(TensorPacking.unpack(packed)).isEqualTo(screen);
            }
        }
    }

    @Test
    void leavesFloatsAndShortTensorsAsTheyAreInMemoryOfTheirOwn() {
        try (TensorCompressor compressor = new TensorCompressor()) {
            byte[] floats = new byte[4_000];
            byte[] cursor = new byte[8];

            Tensor packedFloats = compressor.pack("vector", TensorType.F32, List.of(1_000), floats);
            Tensor packedCursor = compressor.pack("cursor", TensorType.I16, List.of(4), cursor);
            floats[0] = 1;
            cursor[0] = 1;

            assertThat(packedFloats.getCodec()).isEqualTo(TensorCodec.RAW);
            assertThat(packedCursor.getCodec()).isEqualTo(TensorCodec.RAW);
            assertThat(TensorPacking.unpack(packedFloats)).containsOnly(0);
            assertThat(TensorPacking.unpack(packedCursor)).containsOnly(0);
        }
    }
}
