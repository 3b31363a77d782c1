package org.retain.operators.sweep;

/**
 * How much of a step up of phase 1's log-odds arrives in phase 2's. Steps along the gradient of
 * phase 1, where the observation is −c, are along (−c, 1), so they raise phase 2's log-odds, where
 * it is +c, by (1−c²)/(1+c²) of that: {@code interference_formula}.
 *
 * <p>{@code interference_measured} is taken from a step of the optimiser along the REINFORCE
 * gradient of the phase 1 steps of the first batch; and, with stratum kind {@code phase} and
 * stratum {@code before 2}, from the policy's whole way over the first updates in whose batches no
 * episode had reached phase 2 (their number is the count), where nothing else was in the loss.
 */
final class Interference {

    private static final PlayedEpisodes.Places PHASE_1 = place -> place == 1;
    private static final PlayedEpisodes.Places PHASE_2 = place -> place == 2;

    private final AppleSettings settings;
    private final TwoActionPolicy teacher;
    private final double scale;

    private TwoActionPolicy probed;
    private TwoActionPolicy last;
    private long updates;
    private boolean reachedPhase2;

    Interference(AppleSettings settings, TwoActionPolicy teacher) {
        this.settings = settings;
        this.teacher = teacher;
        scale = settings.task().scale();
        last = teacher;
    }

    /** To be told after each update. */
    void updated(PolicyLearning learning) {
        PlayedEpisodes episodes = learning.episodes();
        if (probed == null) {
            probed =
                    new PolicyOptimiser(settings.fineTuning())
                            .step(
                                    teacher,
                                    PolicyGradient.reinforce(
                                            teacher,
                                            episodes,
                                            settings.discounted(),
                                            settings.baseline(),
                                            PHASE_1));
        }
        reachedPhase2 |= episodes.visit(PHASE_2);
        if (!reachedPhase2) {
            last = learning.policy();
            updates++;
        }
    }

    void measure(MeasurementList measurements) {
        double formula = (1 - scale * scale) / (1 + scale * scale);
        measurements.add("interference_formula", 0, 0, formula);
        double measured = ratio(probed);
        if (Double.isFinite(measured)) {
            measurements.add("interference_measured", 0, 0, measured);
        }
        if (settings.method() == ToyMethod.VANILLA && Double.isFinite(ratio(last))) {
            measurements.add(
                    "interference_measured", 0, 0, "phase", "before 2", ratio(last), updates);
        }
    }

    private double ratio(TwoActionPolicy policy) {
        return (policy.logit(scale) - teacher.logit(scale))
                / (policy.logit(-scale) - teacher.logit(-scale));
    }
}
