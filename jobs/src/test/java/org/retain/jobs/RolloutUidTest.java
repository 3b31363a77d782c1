package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.operators.environment.EnvironmentName;
import org.retain.operators.environment.EnvironmentOptions;

/** The uids that savepoints of RolloutJob know. */
class RolloutUidTest {

    private static final String[] UIDS = {"actors", "played", "rollouts", "episodes"};

    @Test
    void theJobUsesExactlyTheListedUidsAndNoOperatorIsWithoutOne() {
        Configuration given = new Configuration();
        given.set(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9");
        given.set(EnvironmentOptions.NAME, EnvironmentName.TWO_STATE_MDP);
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);

        RolloutJob.build(env, config);

        assertThat(RolloutUid.values()).extracting(RolloutUid::uid).containsExactlyInAnyOrder(UIDS);
        TestingUids.assertExactly(env, List.of(UIDS));
    }
}
