package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.datasets.segment.Segment;

/** Tests for {@link PolicyAgent}: an update that is no number changes nothing. */
class PolicyAgentSkipTest {

    private static final float[] NO_NUMBERS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void skipsARewardThatIsNoNumber(boolean vtrace) throws Exception {
        for (boolean normalise : new boolean[] {false, true}) {
            Configuration config =
                    new Configuration()
                            .set(PpoOptions.VTRACE, vtrace)
                            .set(PpoOptions.NORMALISE_RETURNS, normalise);
            assertSkipped(
                    () -> TestingAgents.ppo(config),
                    TestingRows.rewarded(TestingRows.rollout(2, 4), 1, Float.NaN));
        }
    }

    @Test
    void clipsAnInfiniteReward() {
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.PLAIN, TestingAgents.ppo())) {
            Segment rollout =
                    TestingRows.rewarded(TestingRows.rollout(2, 4), 1, Float.POSITIVE_INFINITY);
            assertThat(agent.update(TestingRows.batch(rollout), 0).applied()).isTrue();
        }
    }

    @Test
    void skipsAnObservationThatIsNoNumber() throws Exception {
        for (float value : NO_NUMBERS) {
            assertSkipped(
                    TestingAgents::ppo, TestingRows.observing(TestingRows.rollout(2, 4), 4, value));
            assertSkipped(
                    CloningTerm::new,
                    TestingRows.observing(TestingRows.demonstration(2, 4), 4, value));
        }
    }

    @Test
    void skipsATargetThatIsNoNumber() throws Exception {
        for (float value : NO_NUMBERS) {
            float[] logits = new float[4 * TestingRows.ACTIONS];
            logits[5] = value;
            assertSkipped(
                    TestingAgents::kickstarting,
                    TestingRows.answered(TestingRows.rollout(2, 4), logits));
        }
    }

    @Test
    void skipsAnActionOfNoProbabilityToWhoPlayedIt() throws Exception {
        Segment rollout = TestingRows.rollout(2, 4);
        rollout.getBehaviour()
                .setValues(TestingRows.floats("values", new float[] {0, Float.NaN, 0, 0, 0}, 5));
        assertSkipped(TestingAgents::ppo, rollout);
        assertSkipped(
                () ->
                        TestingAgents.ppo(
                                new Configuration().set(PpoOptions.NORMALISE_RETURNS, false)),
                rollout);
    }

    /** One good update, then the bad one, must equal one good update: in what follows too. */
    private static void assertSkipped(Supplier<LossTerm> term, Segment bad) throws Exception {
        TrainingBatch good =
                TestingRows.batch(
                        TestingRows.answered(TestingRows.rollout(5, 4), 5),
                        TestingRows.demonstration(6, 4));
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.RECURRENT, term.get());
                PolicyAgent undisturbed =
                        TestingAgents.agent(TestingAgents.RECURRENT, term.get())) {
            agent.update(good, 0);
            undisturbed.update(good, 0);
            byte[] before = TestingAgents.write(agent);

            Update update = agent.update(TestingRows.batch(bad), 1);

            assertThat(update.applied()).isFalse();
            assertThat(update.reason())
                    .containsAnyOf("the loss is NaN", "the gradient's norm is NaN", "is Infinity");
            assertThat(TestingAgents.write(agent)).isEqualTo(before);
            assertThat(agent.finite()).isTrue();

            agent.update(good, 1);
            undisturbed.update(good, 1);
            assertThat(TestingAgents.write(agent)).isEqualTo(TestingAgents.write(undisturbed));
        }
    }

    @Test
    void reportsTheNumbersOfASkippedUpdate() {
        try (PolicyAgent agent = TestingAgents.agent(TestingAgents.PLAIN, new CloningTerm())) {
            Segment bad = TestingRows.observing(TestingRows.demonstration(2, 4), 4, Float.NaN);
            Map<String, Double> figures =
                    new LinkedHashMap<>(agent.update(TestingRows.batch(bad), 0).figures());
            assertThat(figures.get(PolicyAgent.LOSS)).isNaN();
            assertThat(List.copyOf(figures.keySet())).contains(CloningTerm.CROSS_ENTROPY);
        }
    }
}
