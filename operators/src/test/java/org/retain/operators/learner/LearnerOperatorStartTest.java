package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** Tests for what {@link LearnerOperator} refuses when it starts. */
class LearnerOperatorStartTest {

    @TempDir private Path directory;

    private Configuration options;

    @BeforeEach
    void choose() throws Exception {
        options = TestingLearner.options(directory);
    }

    @Test
    void failsForGoodWhenTheInitialWeightsAreMissing() throws Exception {
        options.set(LearnerOptions.INITIAL_WEIGHTS, directory.resolve("none").toString());

        assertThatThrownBy(() -> TestingLearner.start(options))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining("none: no such weights file");
    }

    @Test
    void failsForGoodWhenFlinkGaveItsSlotNoGpu() throws Exception {
        options.set(LearnerOptions.GPUS, 1);

        assertThatThrownBy(() -> TestingLearner.start(options))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining("gave the learner's slot no GPU");
    }

    @Test
    void refusesDrawnRowsThatStartFromTheStateOfAnotherCore() throws Exception {
        Path teacher = directory.resolve("teacher");
        PolicyWeights.random(
                        new VectorNetShape(
                                TestingRows.OBSERVATION, List.of(5), 6, TestingRows.ACTIONS),
                        5)
                .write(teacher.toString());
        options.set(RetentionOptions.METHOD, Retention.BC);

        assertThatThrownBy(() -> TestingLearner.startWithTeacher(options, teacher))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining(
                        "Option batch.demonstration-state is teacher, but the core of the teacher "
                                + teacher
                                + " has 6 units and the student's has 4");
        options.set(RetentionOptions.METHOD, Retention.KS);
        TestingLearner.startWithTeacher(options, teacher).close();
        options.set(BatchOptions.DEMONSTRATION_STATE, DemonstrationState.ZERO);
        TestingLearner.startWithTeacher(options, teacher).close();
    }

    @Test
    void drawsRowsThatStartFromTheStateOfACoreLikeItsOwn() throws Exception {
        Path teacher = directory.resolve("teacher");
        PolicyWeights.random(TestingAgents.RECURRENT, 6).write(teacher.toString());
        Path feedForward = directory.resolve("feed-forward");
        PolicyWeights.random(TestingAgents.PLAIN, 6).write(feedForward.toString());
        options.set(RetentionOptions.METHOD, Retention.BC);

        TestingLearner.startWithTeacher(options, teacher).close();
        TestingLearner.startWithTeacher(options, feedForward).close();
    }
}
