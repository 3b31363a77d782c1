package org.retain.datasets.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests for {@link TensorPacking}. */
class TensorPackingTest {

    @ParameterizedTest
    @EnumSource(TensorCodec.class)
    void returnsTheFloatsThatWerePacked(TensorCodec codec) {
        float[] values = {0f, -1.5f, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY, 7f};

        Tensor tensor = TensorPacking.packFloats("x", List.of(2, 3), values, codec);

        assertThat(TensorPacking.unpackFloats(tensor)).containsExactly(values);
    }

    @Test
    void refusesDataThatDoesNotFillItsShape() {
        Tensor tensor =
                new Tensor(
                        "x",
                        TensorType.I32,
                        List.of(3),
                        TensorCodec.RAW,
                        ByteBuffer.wrap(new byte[11]));

        assertThatThrownBy(() -> TensorPacking.unpack(tensor))
                .isInstanceOf(InvalidTensorException.class)
                .hasMessageContaining("needs 12 bytes, its data holds 11");
    }

    @Test
    void refusesAShapeTooLargeForAnyTensorBeforeAllocating() {
        Tensor tensor =
                new Tensor(
                        "x",
                        TensorType.I64,
                        List.of(1 << 30, 1 << 30, 1 << 30),
                        TensorCodec.ZSTD,
                        ByteBuffer.wrap(new byte[4]));

        assertThatThrownBy(() -> TensorPacking.unpack(tensor))
                .isInstanceOf(InvalidTensorException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void refusesAZstdFrameThatWasDamaged() {
        Tensor tensor =
                TensorPacking.pack(
                        "x", TensorType.U8, List.of(1000), new byte[1000], TensorCodec.ZSTD);
        byte[] data = tensor.getData().array();
        data[data.length - 1] ^= 0x5a;
        data[data.length - 3] ^= 0x5a;
        tensor.setData(ByteBuffer.wrap(data, 0, data.length - 2));

        assertThatThrownBy(() -> TensorPacking.unpack(tensor))
                .isInstanceOf(InvalidTensorException.class);
    }
}
