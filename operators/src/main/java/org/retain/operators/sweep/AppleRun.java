package org.retain.operators.sweep;

import org.retain.datasets.experiment.ToyRunResult;
import org.retain.operators.environment.EnvironmentFactory;

/**
 * AppleRetrieval (Wołczyk, Cupiał et al. 2024, appendix A.2): REINFORCE on phase 2 alone makes the
 * teacher, REINFORCE on the whole task fine-tunes it, or learns from zero weights instead, and one
 * of the methods retains. Measures, at updates of fine-tuning: {@code success}, {@code
 * reaches_phase_2}, {@code return} (the expected sum of an episode's rewards), {@code
 * phase_2_success} (of episodes that begin at the apple, as the teacher's did), all exact; {@code
 * weight} and {@code bias} of the log-odds of a step to the right, and {@code bias_to_weight}, the
 * size of their ratio. At update 0 also those of {@link Interference}.
 *
 * <p>The paper states no learning rate, batch or optimiser. Gradient descent with momentum (Adam
 * with an ε of 1000, as the demo has it) at rates of 1500 to 5000 interferes as the formula says;
 * Adam proper, whose first steps are of one size for weight and bias, interferes by (1−c)/(1+c)
 * instead and forgets less.
 *
 * <p>The teacher's states, for behavioural cloning and for the Fisher information, are those of
 * phase 2, which all look the same.
 */
final class AppleRun implements ToyRun {

    private final AppleSettings settings;

    AppleRun(AppleSettings settings) {
        this.settings = settings;
    }

    @Override
    public ToyRunResult result() {
        TwoActionPolicy teacher = pretrained();
        MeasurementList measurements = new MeasurementList(settings.spec().getRun());
        Interference interference = new Interference(settings, teacher);
        try (PolicyLearning learning = fineTuning(teacher)) {
            measure(measurements, learning);
            for (int point = 1; point <= settings.points(); point++) {
                long until = settings.updates() * point / settings.points();
                while (learning.applied() < until) {
                    learning.update();
                    interference.updated(learning);
                }
                if (until > settings.updates() * (point - 1) / settings.points()) {
                    measure(measurements, learning);
                }
            }
            if (settings.method() != ToyMethod.SCRATCH) {
                interference.measure(measurements);
            }
            return ToyResults.of(
                    settings.spec(), learning.applied(), learning.frames(), measurements);
        }
    }

    private TwoActionPolicy pretrained() {
        try (PolicyLearning learning =
                learning(
                        TwoActionPolicy.ZERO,
                        settings.phase2(),
                        settings.pretraining(),
                        PolicyLearning.Retained.NOTHING)) {
            while (learning.applied() < settings.pretrainingUpdates()) {
                learning.update();
            }
            return learning.policy();
        }
    }

    private PolicyLearning fineTuning(TwoActionPolicy teacher) {
        TwoActionPolicy first =
                settings.method() == ToyMethod.SCRATCH ? TwoActionPolicy.ZERO : teacher;
        return learning(first, settings.task(), settings.fineTuning(), retained(teacher));
    }

    private PolicyLearning learning(
            TwoActionPolicy first,
            EnvironmentFactory environments,
            PolicyOptimiser.Settings optimiser,
            PolicyLearning.Retained retained) {
        return new PolicyLearning(
                first,
                new EpisodePlay(
                        environments,
                        settings.batch(),
                        settings.task().stepLimit(),
                        settings.rewardScale(),
                        settings.spec().getSeed()),
                new PolicyOptimiser(optimiser),
                settings.discounted(),
                settings.baseline(),
                retained);
    }

    private PolicyLearning.Retained retained(TwoActionPolicy teacher) {
        double far = settings.task().scale();
        PolicyGradient fisher = PolicyGradient.fisher(teacher, far);
        PolicyLearning.Retained loss =
                switch (settings.method()) {
                    case SCRATCH, VANILLA, CLOSED_FORM -> PolicyLearning.Retained.NOTHING;
                    case KS ->
                            (policy, episodes, applied) ->
                                    PolicyGradient.kickstarting(policy, teacher, episodes);
                    case BC ->
                            (policy, episodes, applied) ->
                                    PolicyGradient.cloning(policy, teacher, far);
                    case EWC ->
                            (policy, episodes, applied) ->
                                    PolicyGradient.consolidation(policy, teacher, fisher);
                };
        return (policy, episodes, applied) ->
                loss.gradient(policy, episodes, applied)
                        .times(settings.coefficient().value(applied));
    }

    private void measure(MeasurementList measurements, PolicyLearning learning) {
        long update = learning.applied();
        long frames = learning.frames();
        TwoActionPolicy policy = learning.policy();
        AppleOutcome whole = AppleOutcome.of(settings.task(), policy);
        AppleOutcome phase2 = AppleOutcome.of(settings.phase2(), policy);
        measurements.add("success", update, frames, whole.success());
        measurements.add("phase_2_success", update, frames, phase2.success());
        measurements.add("reaches_phase_2", update, frames, whole.reached());
        measurements.add("return", update, frames, whole.reward());
        measurements.add("weight", update, frames, policy.oddsWeight());
        measurements.add("bias", update, frames, policy.oddsBias());
        if (policy.weight() != 0) {
            measurements.add(
                    "bias_to_weight", update, frames, Math.abs(policy.bias() / policy.weight()));
        }
    }
}
