package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.retain.jobs.cluster.KafkaOptions;
import org.retain.operators.learner.Algorithm;
import org.retain.operators.learner.LearnerOptions;

/**
 * The uids that savepoints of FineTuneJob know. One that is renamed or goes loses its operator's
 * state in every savepoint taken before; a new one is added to the list.
 */
class FineTuneUidTest {

    private static final List<String> UIDS =
            List.of(
                    "segments",
                    "decode",
                    "dead-letters",
                    "target",
                    "memory",
                    "assemble",
                    "training-batches",
                    "memory-metrics",
                    "batch-metrics",
                    "learner",
                    "learner-metrics",
                    "weights",
                    "metrics");

    private static final Set<String> EXTERNAL_ONLY =
            Set.of("assemble", "training-batches", "batch-metrics");
    private static final Set<String> LEARNER_ONLY = Set.of("learner", "learner-metrics", "weights");

    @Test
    void theEnumNamesTheListedUids() {
        assertThat(FineTuneUid.values())
                .extracting(FineTuneUid::uid)
                .containsExactlyInAnyOrderElementsOf(UIDS);
    }

    @Test
    void theJobUsesExactlyTheListedUidsAndNoOperatorIsWithoutOne() {
        Configuration external = new Configuration();
        Configuration learner = new Configuration();
        learner.set(LearnerOptions.ALGORITHM, Algorithm.PPO);
        learner.set(LearnerOptions.INITIAL_WEIGHTS, "weights.safetensors");
        learner.set(LearnerOptions.OUTPUT, "run");

        assertUids(external, LEARNER_ONLY);
        assertUids(learner, EXTERNAL_ONLY);
    }

    private static void assertUids(Configuration given, Set<String> without) {
        given.set(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9");
        Configuration config = JobDefaults.under(given);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);

        FineTuneJob.build(env, config);

        List<String> expected = UIDS.stream().filter(uid -> !without.contains(uid)).toList();
        TestingUids.assertExactly(env, expected);
        assertThat(env.getStreamGraph(false).getStreamNodes()).hasSizeGreaterThan(expected.size());
    }
}
