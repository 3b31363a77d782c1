package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/** Tests for {@link SpecEncoding}, {@link Facts}, {@link Hello} and {@link StepResult}. */
class EncodingTest {

    private static final EnvironmentSpec SPEC =
            new EnvironmentSpec(
                    "some",
                    List.of(
                            new TensorSpec("screen", TensorType.U8, List.of(2, 3)),
                            new TensorSpec("scalar", TensorType.I64, List.of())),
                    new ActionSpace.Discrete(7),
                    "stage");

    @Test
    void specsSurvive() throws ProtocolException {
        EnvironmentSpec box =
                new EnvironmentSpec(
                        "other", SPEC.observations(), new ActionSpace.Box(4), SPEC.place());

        assertThat(SpecEncoding.decode(SpecEncoding.encode(SPEC))).isEqualTo(SPEC);
        assertThat(SpecEncoding.decode(SpecEncoding.encode(box))).isEqualTo(box);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"name\": \"a\", \"place\": \"b\", \"actions\": {\"discrete\": 2}, \"observations\": []}",
                "{\"name\": \"a\", \"place\": \"b\", \"actions\": {\"discrete\": 999}, \"observations\": [{\"name\": \"v\", \"type\": \"F32\", \"shape\": [1]}]}",
                "{\"name\": \"a\", \"place\": \"b\", \"actions\": {\"discrete\": 2}, \"observations\": [{\"name\": \"v\", \"type\": \"F99\", \"shape\": [1]}]}",
                "{\"name\": \"a\", \"place\": \"b\", \"actions\": {\"discrete\": 2}, \"observations\": [{\"name\": \"v\", \"type\": \"F32\", \"shape\": [-1]}]}",
                "{\"name\": \"a\", \"place\": \"b\", \"actions\": {\"discrete\": 2}, \"observations\": [{\"name\": \"v\", \"type\": \"F32\", \"shape\": [99999, 99999]}]}"
            })
    void specsThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> SpecEncoding.decode(text))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("A spec that cannot be read");
    }

    @Test
    void factsSurviveButForNumbersThatAreNone() throws ProtocolException {
        Facts facts =
                new Facts(Map.of("stage", "3"), Map.of("score", 1.5, "ratio", Double.NaN), "x");

        assertThat(
                        Facts.decode(
                                new String(
                                        facts.encode(), java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(new Facts(Map.of("stage", "3"), Map.of("score", 1.5), "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"strata\": {}, \"measures\": [], \"ending\": \"\"}",
                "{\"strata\": {}, \"measures\": {\"a\": \"b\"}, \"ending\": \"\"}"
            })
    void factsThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> Facts.decode(text))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("Facts of an episode");
    }

    @Test
    void anotherMagicOrVersionIsRefused() {
        assertThatThrownBy(() -> Hello.check(buffer(6).putInt(1).putShort((short) 1).flip()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("00000001, expected 574e5452");
        assertThatThrownBy(() -> Hello.check(Hello.write(buffer(6)).putShort(4, (short) 9).flip()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("Version 9");
        assertThatThrownBy(() -> Hello.check(buffer(2)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2 bytes");
    }

    @Property(tries = 2000)
    void noResultOfAnyBytesDoesMoreThanBeingRefused(@ForAll @Size(max = 200) byte[] bytes) {
        ByteBuffer payload = buffer(bytes.length).put(bytes).flip();
        try {
            StepResult result = StepResult.read(SPEC, payload);
            assertThat(result.slots().cardinality()).isEqualTo(payload.getInt(0));
        } catch (ProtocolException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Test
    void resultsOfOtherSlotsThanAskedForAreRefused() throws ProtocolException {
        ByteBuffer payload = buffer(4 + 21 + 14);
        payload.putInt(1).putInt(5).putFloat(1).put((byte) 0).putInt(0).putLong(0);
        StepResult result = StepResult.read(SPEC, payload.clear());

        assertThatThrownBy(() -> new SlotTable(SPEC, 2).accept(result, new java.util.BitSet()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("{5}");
    }

    @Test
    void aResultWithTooManyBytesIsRefused() {
        assertThatThrownBy(() -> StepResult.read(SPEC, buffer(4 + 3).putInt(0).clear()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("3 bytes too many in a result");
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
