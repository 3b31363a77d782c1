package org.retain.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.retain.operators.random.CounterRandom;

/** Tests for {@link MemoryItemSerializer} and {@link ShardHeaderSerializer}. */
class StateSerializerTest {

    private final MemoryItemSerializer items = new MemoryItemSerializer();
    private final ShardHeaderSerializer headers = new ShardHeaderSerializer();

    @Test
    void keepsItemsAsTheyAre() throws IOException {
        MemoryItem item = new MemoryItem(1L << 40, new byte[] {1, 0, -1});

        MemoryItem read = roundTrip(items, item);

        assertThat(read.insert()).isEqualTo(1L << 40);
        assertThat(read.segment()).containsExactly(1, 0, -1);
    }

    @Test
    void sharesItemsInsteadOfCopyingThem() {
        MemoryItem item = new MemoryItem(0, new byte[20_000]);

        assertThat(items.copy(item)).isSameAs(item);
        assertThat(items.isImmutableType()).isTrue();
    }

    @Test
    void keepsHeadersAsTheyAre() throws IOException {
        ShardHeader header = header();

        assertThat(roundTrip(headers, header)).usingRecursiveComparison().isEqualTo(header);
    }

    @Test
    void copiesHeadersSoThatACheckpointUnderWayKeepsItsOwn() {
        ShardHeader header = header();
        ShardHeader copy = headers.copy(header);

        header.insert(0, Remover.FIFO, new CounterRandom(0));
        header.drive(SampleRatio.of(1), 1);

        assertThat(copy).usingRecursiveComparison().isEqualTo(header());
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void restoresItselfFromItsSnapshot(TypeSerializer<?> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

        TypeSerializerSnapshot<?> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        getClass().getClassLoader());

        assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void refusesAnUnknownVersion(TypeSerializer<?> serializer) {
        assertThatThrownBy(
                        () ->
                                serializer
                                        .snapshotConfiguration()
                                        .readSnapshot(
                                                3,
                                                new DataInputDeserializer(),
                                                getClass().getClassLoader()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Unknown version 3 of ")
                .hasMessageContaining("this build reads 1");
    }

    private static TypeSerializer<?>[] serializers() {
        return new TypeSerializer<?>[] {new MemoryItemSerializer(), new ShardHeaderSerializer()};
    }

    private static ShardHeader header() {
        ShardHeader header = new ShardHeader(3, "memory.shards=8");
        CounterRandom random = new CounterRandom(1);
        int first = header.open("1", "other", 64, 4);
        int second = header.open("2/Mön", "other", 64, 4);
        for (int i = 0; i < 7; i++) {
            header.insert(first, Remover.FIFO, random);
        }
        header.insert(second, Remover.FIFO, random);
        header.forgive(header.drive(SampleRatio.of(2), 1));
        header.draw(new StratumSampler(StratumWeights.parse("balanced")), random);
        return header;
    }

    private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer once = new DataOutputSerializer(64);
        serializer.serialize(value, once);
        DataOutputSerializer twice = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(once.getCopyOfBuffer()), twice);
        DataInputDeserializer in = new DataInputDeserializer(twice.getCopyOfBuffer());
        T read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
