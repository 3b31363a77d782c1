package org.retain.datasets.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Tests for {@link SegmentEncoding}. */
class SegmentEncodingTest {

    private final SegmentEncoding encoding = new SegmentEncoding();

    @Test
    void decodesWhatItEncoded() {
        Segment segment = TestingSegments.demonstration("game/1", 3, 32, true);

        assertThat(encoding.decode(encoding.encode(segment))).isEqualTo(segment);
    }

    @Test
    void refusesBytesOfAnotherFormat() {
        assertThatThrownBy(() -> encoding.decode("hello, world".getBytes(UTF_8)))
                .isInstanceOf(InvalidSegmentException.class)
                .hasMessageContaining("12 bytes");
    }

    @Test
    void refusesEveryPrefixOfAMessage() {
        byte[] message = encoding.encode(TestingSegments.demonstration("game/1", 0, 2, false));

        for (int length = 0; length < message.length; length += 7) {
            byte[] prefix = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> encoding.decode(prefix))
                    .isInstanceOf(InvalidSegmentException.class);
        }
    }

    @Property(tries = 3000)
    void damageRaisesNothingButTheDeclaredException(
            @ForAll @IntRange(min = 10, max = 1_000_000) int place,
            @ForAll byte value,
            @ForAll @IntRange(min = 0, max = 8) int zeros) {
        byte[] damaged = encoding.encode(TestingSegments.demonstration("game/1", 0, 2, false));
        int start = place % (damaged.length - 20) + 10;
        damaged[start] = value;
        Arrays.fill(damaged, start + 1, start + 1 + zeros, (byte) 0xff);

        Throwable thrown = catchThrowable(() -> encoding.decode(damaged));

        assertThat(thrown)
                .satisfiesAnyOf(
                        t -> assertThat(t).isNull(),
                        t -> assertThat(t).isInstanceOf(InvalidSegmentException.class));
    }

    @Test
    void refusesAnAnnouncedStringOfTwoGigabytesWithoutAllocatingIt() {
        byte[] message = encoding.encode(TestingSegments.demonstration("game/1", 0, 2, false));
        byte[] hostile = Arrays.copyOf(message, 40);
        byte[] length = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0e};
        System.arraycopy(length, 0, hostile, 10, length.length);

        assertThatThrownBy(() -> encoding.decode(hostile))
                .isInstanceOf(InvalidSegmentException.class);
    }

    @Test
    void documentsEveryField() {
        for (Schema.Field field : Segment.getClassSchema().getFields()) {
            assertThat(field.doc()).as(field.name()).isNotBlank();
        }
        for (Schema.Field field : Tensor.getClassSchema().getFields()) {
            assertThat(field.doc()).as(field.name()).isNotBlank();
        }
    }
}
