package org.retain.datasets.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
