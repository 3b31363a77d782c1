package org.retain.datasets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.retain.datasets.weights.TestingAnnouncements.announcement;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.datasets.avro.InvalidRecordException;
import org.retain.datasets.avro.SingleObjectEncoding;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.SegmentEncoding;
import org.retain.datasets.segment.TestingSegments;

/** Tests for {@link WeightsAnnouncementEncoding}. */
class WeightsAnnouncementEncodingTest {

    private final WeightsAnnouncementEncoding encoding = new WeightsAnnouncementEncoding();

    @Test
    void decodesWhatItEncoded() {
        WeightsAnnouncement announcement = announcement("student", 17);

        assertThat(encoding.decode(encoding.encode(announcement))).isEqualTo(announcement);
    }

    @Test
    void refusesASegment() {
        byte[] segment =
                new SegmentEncoding().encode(TestingSegments.demonstration("game", 0, 2, false));

        assertThatThrownBy(() -> encoding.decode(segment))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("Unknown schema")
                .hasMessageContaining("WeightsAnnouncement");
    }

    @Test
    void refusesEveryPrefixOfAMessage() {
        byte[] message = encoding.encode(announcement("student", 17));

        for (int length = 0; length < message.length; length++) {
            byte[] prefix = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> encoding.decode(prefix))
                    .isInstanceOf(InvalidRecordException.class);
        }
    }

    @Property
    void damageRaisesNothingButTheDeclaredException(
            @ForAll @IntRange(max = 1_000_000) int place, @ForAll byte value) {
        byte[] damaged = encoding.encode(announcement("student", 17));
        damaged[place % damaged.length] = value;

        Throwable thrown = catchThrowable(() -> encoding.decode(damaged));

        assertThat(thrown)
                .satisfiesAnyOf(
                        t -> assertThat(t).isNull(),
                        t -> assertThat(t).isInstanceOf(InvalidRecordException.class));
    }

    @ParameterizedTest
    @MethodSource("meaningless")
    void refusesAFieldWithoutMeaningInBothDirections(
            String field, Consumer<WeightsAnnouncement> change) {
        WeightsAnnouncement wrong = announcement("student", 17);
        change.accept(wrong);
        byte[] message = new SingleObjectEncoding<>(new WeightsAnnouncement()).encode(wrong);

        assertThatThrownBy(() -> encoding.encode(wrong))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("Field " + field);
        assertThatThrownBy(() -> encoding.decode(message))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("Field " + field);
    }

    static Stream<Arguments> meaningless() {
        return Stream.of(
                change("policyId", a -> a.setPolicyId(" ")),
                change("version", a -> a.setVersion(-1)),
                change("updates", a -> a.setUpdates(-1)),
                change("uri", a -> a.setUri("")),
                change("sha256", a -> a.setSha256("ABCD".repeat(16))),
                change("sha256", a -> a.setSha256("abcd")),
                change("retired", a -> a.setRetired(List.of(new LogPosition("t", -1, 0L)))),
                change("retired", a -> a.setRetired(List.of(new LogPosition("t", 0, -1L)))),
                change("retired", a -> a.setRetired(List.of(new LogPosition("", 0, 0L)))));
    }

    private static Arguments change(String field, Consumer<WeightsAnnouncement> change) {
        return Arguments.of(field, change);
    }

    @Test
    void documentsEveryField() {
        for (Schema.Field field : WeightsAnnouncement.getClassSchema().getFields()) {
            assertThat(field.doc()).as(field.name()).isNotBlank();
        }
    }
}
