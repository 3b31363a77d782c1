package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Looks at the uids of a job that has been wired. */
final class TestingUids {

    private TestingUids() {}

    /** The job has operators with exactly these uids, and none without. */
    static void assertExactly(StreamExecutionEnvironment env, List<String> uids) {
        assertThat(
                        env.getTransformations().stream()
                                .flatMap(last -> last.getTransitivePredecessors().stream())
                                .map(Transformation::getUid)
                                .filter(Objects::nonNull)
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(uids);
        // Uids are not generated, so an operator without one is refused here.
        assertThat(env.getStreamGraph(false).getStreamNodes())
                .hasSizeGreaterThanOrEqualTo(uids.size());
    }
}
