package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.retain.operators.learner.loss.GaussianDistribution;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.StageVectors;

/**
 * What an {@link ActorTerm} is computed from.
 *
 * @param scope owns all arrays of the step
 * @param actor the student
 * @param observations what the teacher saw at N steps; null when there is none
 * @param teacher its answers, [N, A]; null when there is none
 * @param applied updates applied before this one
 * @param figures takes what is worth a metric, by name
 */
record ActorContext(
        NDManager scope,
        GaussianPolicy actor,
        StageVectors observations,
        GaussianDistribution teacher,
        long applied,
        Map<String, Double> figures) {}
