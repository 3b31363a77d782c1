package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.datasets.segment.Segment;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;

/** Tests for {@link HeldOutValidation}: policies that always answer 1 better and better. */
class HeldOutValidationTest {

    private final AtomicLong clock = new AtomicLong();
    private final Training training =
            new Training(new TestingAgent(), new TrainingLimits(0, 0, 0), clock::get);

    @TempDir private Path directory;

    @BeforeEach
    void write() throws Exception {
        List<Segment> episode = TestingShards.episode("game", 3);
        episode.forEach(segment -> TestingRows.always(segment, 1));
        TestingShards.write(directory, List.of(episode));
    }

    @Test
    void isDueAfterEveryInterval() throws Exception {
        HeldOutValidation validation = validation(0);
        assertThat(validation.due(training)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(119));
        assertThat(validation.due(training)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(validation.due(training)).isTrue();

        validate(validation, 0);
        assertThat(validation.due(training)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(120));
        assertThat(validation.due(training)).isTrue();
    }

    @Test
    void keepsTheBestWeights() throws Exception {
        HeldOutValidation validation = validation(0);
        validate(validation, 1);
        byte[] best = policy(3).weights().encode();
        Map<String, Double> figures = validate(validation, 3);
        validate(validation, 2);

        assertThat(figures.get(HeldOutValidation.ACCURACY)).isEqualTo(1);
        assertThat(figures.get("held_out_frames")).isEqualTo(10);
        assertThat(
                        PolicyWeights.read(
                                        directory.resolve(HeldOutValidation.BEST).toString(),
                                        Optional.empty())
                                .weights()
                                .encode())
                .isEqualTo(best);
    }

    @Test
    void endsTrainingAfterSoManyValidationsWithoutImprovement() throws Exception {
        HeldOutValidation validation = validation(2);
        validate(validation, 1);
        validate(validation, 0);
        assertThat(training.stopReason()).isEmpty();
        validate(validation, 2);
        validate(validation, 1);
        assertThat(training.stopReason()).isEmpty();
        validate(validation, 1);

        assertThat(training.stopReason().orElseThrow())
                .startsWith("the held-out cross-entropy has not fallen below ")
                .endsWith(" nats in 2 validations");
    }

    @Test
    void neverEndsTrainingWithoutPatience() throws Exception {
        HeldOutValidation validation = validation(0);
        for (int i = 5; i > 0; i--) {
            validate(validation, i);
        }
        assertThat(training.stopReason()).isEmpty();
    }

    @Test
    void goesOnFromACheckpoint() throws Exception {
        HeldOutValidation before = validation(2);
        validate(before, 3);
        validate(before, 2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        before.write(new DataOutputStream(bytes));

        HeldOutValidation after = validation(2);
        after.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        validate(after, 2);

        assertThat(training.stopReason()).isPresent();
    }

    @Test
    void concludesWithTheBestPolicysScoreOfEveryLevel() throws Exception {
        HeldOutValidation validation = validation(0);
        double best = validate(validation, 3).get(HeldOutValidation.CROSS_ENTROPY);
        HeldOutValidation.Conclusion conclusion;
        try (PolicyNetwork last = policy(1)) {
            conclusion = validation.conclude(last, training);
        }

        assertThat(conclusion.figures())
                .containsEntry(HeldOutValidation.CROSS_ENTROPY, best)
                .containsEntry("held_out_frames", 10.0)
                .containsEntry("held_out_frames.level.1", 4.0)
                .containsEntry("held_out_frames.level.3", 2.0)
                .containsEntry("held_out_accuracy.level.2", 1.0);
        assertThat(
                        PolicyWeights.read(
                                conclusion.weights().uri(),
                                Optional.of(conclusion.weights().sha256())))
                .isNotNull();
    }

    @Test
    void keepsTheLastPolicyWhereNoneWasScoredBefore() throws Exception {
        HeldOutValidation validation = validation(0);
        try (PolicyNetwork last = policy(1)) {
            assertThat(validation.conclude(last, training).figures())
                    .containsEntry(HeldOutValidation.ACCURACY, 1.0);
        }
    }

    private Map<String, Double> validate(HeldOutValidation validation, float certainty)
            throws Exception {
        try (PolicyNetwork network = policy(certainty)) {
            return validation.validate(network, training);
        }
    }

    /** A policy that answers 1 whatever it sees, the surer the higher the number. */
    private static PolicyNetwork policy(float certainty) {
        PolicyNetwork network =
                PolicyNetwork.create(PolicyWeights.random(TestingAgents.RECURRENT, 1));
        network.parameters().get("policy.weight").set(new float[4 * TestingRows.ACTIONS]);
        network.parameters().get("policy.bias").set(new float[] {0, certainty, 0});
        return network;
    }

    private HeldOutValidation validation(int patience) {
        HeldOutEvaluation evaluation =
                new HeldOutEvaluation(directory.toString(), EpisodeOrder.ONCE, TestingRows.STEPS);
        return new HeldOutValidation(
                evaluation,
                evaluation,
                new ValidationSettings(2, 1000, patience),
                directory.toString());
    }
}
