package org.retain.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class RequiredSlotsTest {
    @Test
    void sumsTheHighestParallelismOfEachGroup() {
        RequiredSlots slots = RequiredSlots.of(job(2, 3));

        assertThat(slots.total()).isEqualTo(4);
        assertThat(slots).hasToString("4 slots (default 3, learner 1)");
    }

    @Test
    void sumsOverJobs() {
        RequiredSlots slots = RequiredSlots.of(job(2, 3)).plus(RequiredSlots.of(job(1, 1)));

        assertThat(slots).hasToString("6 slots (default 4, learner 2)");
    }

    private static StreamExecutionEnvironment job(int first, int second) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment
                .fromSequence(1, 10)
                .setParallelism(first)
                .map(x -> x + 1)
                .setParallelism(second)
                .map(x -> x * 2)
                .setParallelism(1)
                .slotSharingGroup("learner")
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return environment;
    }
}
