package org.retain.operators.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.learner.ReinforceBaseline;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.learner.loss.DiscountedReturn;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.learner.loss.FisherDiagonal;
import org.retain.operators.learner.loss.MaskedMean;
import org.retain.operators.learner.loss.ReinforceLoss;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link PolicyGradient}: the learner's losses, differentiated by PyTorch. */
class PolicyGradientTest {

    private static final TwoActionPolicy TEACHER = new TwoActionPolicy(-0.4, -0.9);
    private static final TwoActionPolicy STUDENT = new TwoActionPolicy(-0.7, 0.35);
    private static final DiscountedReturn DISCOUNTED = new DiscountedReturn(0.9);
    private static final double SCALE = 0.4;

    private final NDManager scope = TorchRuntime.newManager();
    private PlayedEpisodes episodes;

    @BeforeEach
    void playBothPhasesAndPadding() {
        try (EpisodePlay play =
                new EpisodePlay(new AppleRetrieval(2, SCALE, false, 12), 8, 12, 0.5, 3)) {
            episodes = play.next(STUDENT);
        }
        assertThat(episodes.visit(place -> place == 2)).isTrue();
        assertThat(episodes.frames()).isLessThan(8L * 12);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReinforceBaseline.class,
            names = {"NONE", "MEAN"})
    void ofReinforce(ReinforceBaseline baseline) {
        PolicyGradient found =
                PolicyGradient.reinforce(
                        STUDENT, episodes, DISCOUNTED, baseline, PlayedEpisodes.Places.ALL);

        NDArray returns = matrix(DISCOUNTED.of(episodes.rewardRows()));
        NDArray subtracted =
                baseline == ReinforceBaseline.MEAN ? mask().of(returns) : returns.mul(0);
        assertEqual(
                found,
                head ->
                        ReinforceLoss.of(
                                student(head).logProbability(actions()),
                                returns,
                                subtracted,
                                mask()));
    }

    @Test
    void ofKickstarting() {
        assertEqual(
                PolicyGradient.kickstarting(STUDENT, TEACHER, episodes),
                head -> mask().of(student(TEACHER).klDivergence(student(head))));
    }

    @Test
    void ofCloningAtOneObservation() {
        NDArray there = scope.create(new double[] {SCALE}, new Shape(1, 1));
        assertEqual(
                PolicyGradient.cloning(STUDENT, TEACHER, SCALE),
                head -> of(array(TEACHER), there).klDivergence(of(head, there)).sum());
    }

    @Test
    void ofConsolidation() {
        PolicyGradient fisher = PolicyGradient.fisher(TEACHER, SCALE);
        NDArray both =
                scope.create(
                        new double[] {
                            fisher.weight(), fisher.weight(), fisher.bias(), fisher.bias()
                        },
                        new Shape(2, 2));
        EwcPenalty penalty = new EwcPenalty(1, List.of(array(TEACHER)), List.of(both));
        assertEqual(
                PolicyGradient.consolidation(STUDENT, TEACHER, fisher),
                head -> penalty.of(scope, List.of(head)));
    }

    @Test
    void fisherIsThatOfBothActionsByTheirProbabilities() {
        NDArray there = scope.create(new double[] {SCALE}, new Shape(1, 1));
        try (FisherDiagonal diagonal = new FisherDiagonal(scope, List.of(array(TEACHER)))) {
            for (int action = 0; action < 2; action++) {
                long[] taken = {action};
                NDArray gradient =
                        gradient(
                                TEACHER,
                                head ->
                                        of(head, there)
                                                .logProbability(
                                                        scope.create(taken, new Shape(1, 1)))
                                                .sum());
                double right = TEACHER.probability(SCALE);
                diagonal.add(List.of(gradient), action == 1 ? right : 1 - right);
            }
            double[] expected = diagonal.estimate(scope).get(0).toDoubleArray();
            PolicyGradient found = PolicyGradient.fisher(TEACHER, SCALE);
            assertThat(found.weight()).isCloseTo(expected[1], within(1e-9));
            assertThat(found.bias()).isCloseTo(expected[3], within(1e-9));
        }
    }

    /** Of a loss over the head [weight | bias, action]. */
    private void assertEqual(PolicyGradient found, Function<NDArray, NDArray> loss) {
        double[] expected = gradient(STUDENT, loss).toDoubleArray();
        assertThat(found.weight()).isNotZero().isCloseTo(expected[1], within(1e-9));
        assertThat(found.weight()).isCloseTo(-expected[0], within(1e-9));
        assertThat(found.bias()).isNotZero().isCloseTo(expected[3], within(1e-9));
        assertThat(found.bias()).isCloseTo(-expected[2], within(1e-9));
    }

    private NDArray gradient(TwoActionPolicy at, Function<NDArray, NDArray> loss) {
        NDArray head = array(at);
        head.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.apply(head));
        }
        try (NDArray gradient = head.getGradient()) {
            return gradient.duplicate();
        }
    }

    private NDArray array(TwoActionPolicy policy) {
        return scope.create(
                new double[] {-policy.weight(), policy.weight(), -policy.bias(), policy.bias()},
                new Shape(2, 2));
    }

    private CategoricalDistribution student(TwoActionPolicy policy) {
        return student(array(policy));
    }

    private CategoricalDistribution student(NDArray head) {
        double[] observations = new double[episodes.observations().length];
        for (int i = 0; i < observations.length; i++) {
            observations[i] = episodes.observations()[i];
        }
        return of(head, matrix(observations));
    }

    private static CategoricalDistribution of(NDArray head, NDArray observations) {
        NDArray logits = observations.expandDims(2).mul(head.get(0)).add(head.get(1));
        return CategoricalDistribution.ofLogits(logits);
    }

    private NDArray actions() {
        long[] actions = new long[episodes.actions().length];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = episodes.actions()[i];
        }
        return scope.create(actions, new Shape(12, 8));
    }

    private NDArray matrix(double[] entries) {
        return scope.create(entries, new Shape(12, 8)).toType(DataType.FLOAT64, false);
    }

    private MaskedMean mask() {
        int[] lengths = episodes.rewardRows().lengths();
        boolean[] played = new boolean[12 * 8];
        for (int i = 0; i < played.length; i++) {
            played[i] = i / 8 < lengths[i % 8];
        }
        return MaskedMean.over(scope.create(played, new Shape(12, 8)));
    }
}
