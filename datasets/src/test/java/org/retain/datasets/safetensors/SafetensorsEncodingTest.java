package org.retain.datasets.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests for {@link SafetensorsEncoding}. */
class SafetensorsEncodingTest {

    private static byte[] sample() {
        Map<String, SafetensorsEntry> tensors = new LinkedHashMap<>();
        tensors.put(
                "a",
                SafetensorsEntry.of(SafetensorsType.I16, List.of(2, 1), new byte[] {1, 0, 2, 0}));
        tensors.put("b", SafetensorsEntry.of(SafetensorsType.BOOL, List.of(), new byte[] {1}));
        return SafetensorsEncoding.encode(tensors, Map.of("rows", "[\"x\"]"));
    }

    @Test
    void decodesWhatItEncoded() {
        ByteBuffer file = ByteBuffer.wrap(sample());

        Map<String, SafetensorsEntry> tensors = SafetensorsEncoding.decode("sample", file);

        assertThat(tensors).containsOnlyKeys("a", "b");
        assertThat(tensors.get("a").shape()).containsExactly(2, 1);
        assertThat(tensors.get("a").data().getShort(2)).isEqualTo((short) 2);
        assertThat(tensors.get("b").type()).isEqualTo(SafetensorsType.BOOL);
        assertThat(SafetensorsEncoding.decodeMetadata("sample", file))
                .containsExactly(Map.entry("rows", "[\"x\"]"));
    }

    @Test
    void refusesAFileCutShort() {
        byte[] whole = sample();

        assertThatThrownBy(
                        () ->
                                SafetensorsEncoding.decode(
                                        "weights", ByteBuffer.wrap(whole, 0, whole.length - 1)))
                .isInstanceOf(InvalidSafetensorsException.class)
                .hasMessageContaining("weights: tensor b");
    }

    @Property(tries = 2000)
    void damageRaisesNothingButTheDeclaredException(
            @ForAll @IntRange(min = 0, max = 10_000) int place, @ForAll byte value) {
        byte[] damaged = sample();
        damaged[place % damaged.length] = value;

        Throwable thrown =
                catchThrowable(() -> SafetensorsEncoding.decode("fuzz", ByteBuffer.wrap(damaged)));

        assertThat(thrown)
                .satisfiesAnyOf(
                        t -> assertThat(t).isNull(),
                        t -> assertThat(t).isInstanceOf(InvalidSafetensorsException.class));
    }
}
