package org.retain.jobs;

import java.util.List;
import java.util.Map;
import org.retain.datasets.episode.Episode;
import org.retain.operators.policy.PolicyWeights;

/**
 * How often a policy comes home with the apple.
 *
 * @param phase2 share of the episodes that begin at the apple
 * @param whole share of those that begin at home
 */
record AppleScore(double phase2, double whole) {

    private static final String SUCCESS = "success";

    /** The scores of episodes of either kind. */
    static AppleScore of(List<Episode> phase2, List<Episode> whole) {
        return new AppleScore(success(phase2), success(whole));
    }

    /** The scores of weights that play in this thread. */
    static AppleScore played(PolicyWeights weights, AppleConfiguration configuration) {
        return of(
                new PlainPlay(configuration.environment(true), AppleConfiguration.EPISODES)
                        .episodes(weights),
                new PlainPlay(configuration.environment(false), AppleConfiguration.EPISODES)
                        .episodes(weights));
    }

    /** By name, as the summary has them. */
    Map<String, Object> values() {
        return Map.of("phase_2_success", phase2, "success", whole);
    }

    private static double success(List<Episode> episodes) {
        return episodes.stream()
                .mapToDouble(episode -> episode.getMeasures().get(SUCCESS))
                .average()
                .orElseThrow();
    }
}
