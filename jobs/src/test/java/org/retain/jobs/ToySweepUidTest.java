package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The uids of ToySweepJob. */
class ToySweepUidTest {

    private static final List<String> UIDS = List.of("runs", "sweep", "results");

    @Test
    void theJobUsesExactlyTheListedUidsAndNoOperatorIsWithoutOne() {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        JobDefaults.under(new Configuration()));

        ToySweepJob.build(env, List.of(TestingToyRuns.apple("vanilla", 0)), "file:///tmp/sweep");

        assertThat(ToySweepUid.values())
                .extracting(ToySweepUid::uid)
                .containsExactlyElementsOf(UIDS);
        TestingUids.assertExactly(env, UIDS);
    }
}
