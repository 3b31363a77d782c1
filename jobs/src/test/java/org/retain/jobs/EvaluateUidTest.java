package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.evaluation.EvaluateSettings;

/** The uids that checkpoints of EvaluateJob know, from which a run that was stopped goes on. */
class EvaluateUidTest {

    private static final List<String> UIDS = List.of("play", "write", "progress");

    @Test
    void theJobUsesExactlyTheListedUidsAndNoOperatorIsWithoutOne() {
        Configuration config = JobDefaults.under(new Configuration());
        config.set(EvaluateOptions.WEIGHTS, "weights.safetensors");
        config.set(EvaluateOptions.OUTPUT, "evaluation");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);

        EvaluateJob.build(
                env,
                new EvaluatePlan(
                        EvaluateSettings.of(config),
                        new AppleRetrieval(3, 1, false, 100),
                        Map.of()));

        assertThat(EvaluateUid.values())
                .extracting(EvaluateUid::uid)
                .containsExactlyElementsOf(UIDS);
        TestingUids.assertExactly(env, UIDS);
    }
}
