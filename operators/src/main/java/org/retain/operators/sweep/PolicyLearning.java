package org.retain.operators.sweep;

import org.retain.operators.learner.ReinforceBaseline;
import org.retain.operators.learner.loss.DiscountedReturn;

/** REINFORCE in a plain loop: play whole episodes, differentiate, step, play on. */
final class PolicyLearning implements AutoCloseable {

    /** What is added to the gradient of REINFORCE. */
    interface Retained {
        /** Nothing. */
        Retained NOTHING = (policy, episodes, applied) -> PolicyGradient.ZERO;

        /**
         * A gradient, times its coefficient.
         *
         * @param applied updates before this one
         */
        PolicyGradient gradient(TwoActionPolicy policy, PlayedEpisodes episodes, long applied);
    }

    private final EpisodePlay play;
    private final PolicyOptimiser optimiser;
    private final DiscountedReturn discounted;
    private final ReinforceBaseline baseline;
    private final Retained retained;

    private TwoActionPolicy policy;
    private PlayedEpisodes episodes;
    private long applied;
    private long frames;

    /** Takes the play over: closing this closes it. */
    PolicyLearning(
            TwoActionPolicy first,
            EpisodePlay play,
            PolicyOptimiser optimiser,
            DiscountedReturn discounted,
            ReinforceBaseline baseline,
            Retained retained) {
        policy = first;
        this.play = play;
        this.optimiser = optimiser;
        this.discounted = discounted;
        this.baseline = baseline;
        this.retained = retained;
    }

    /** One update. */
    void update() {
        episodes = play.next(policy);
        PolicyGradient gradient =
                PolicyGradient.reinforce(
                                policy, episodes, discounted, baseline, PlayedEpisodes.Places.ALL)
                        .plus(retained.gradient(policy, episodes, applied));
        policy = optimiser.step(policy, gradient);
        applied++;
        frames += episodes.frames();
    }

    TwoActionPolicy policy() {
        return policy;
    }

    /** Those of the last update. */
    PlayedEpisodes episodes() {
        return episodes;
    }

    long applied() {
        return applied;
    }

    long frames() {
        return frames;
    }

    @Override
    public void close() {
        play.close();
    }
}
