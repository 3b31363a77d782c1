package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.probe.ProbeOptions;
import org.retain.operators.probe.ProbeSettings;

/** The uids that checkpoints of EvaluateJob know, from which a run that was stopped goes on. */
class ProbeUidTest {

    private static final List<String> UIDS = List.of("weights", "probe", "write", "progress");

    @Test
    void theJobUsesExactlyTheListedUidsAndNoOperatorIsWithoutOne() {
        Configuration config = JobDefaults.under(new Configuration());
        config.set(PretrainOptions.INPUT, "segments");
        config.set(ProbeOptions.WEIGHTS, List.of("weights.safetensors"));
        config.set(ProbeOptions.TEACHER, "teacher.safetensors");
        config.set(ProbeOptions.OUTPUT, "probe");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);

        ProbeJob.build(env, ProbeSettings.of(config));

        assertThat(ProbeUid.values()).extracting(ProbeUid::uid).containsExactlyElementsOf(UIDS);
        TestingUids.assertExactly(env, UIDS);
    }
}
