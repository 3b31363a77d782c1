package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.Scalars;

/**
 * Elastic weight consolidation of an actor's {@link GaussianPolicy#sharedParameters}: with a head
 * for each stage the heads go free (Continual World, Wołczyk et al. 2021).
 */
final class GaussianEwcTerm implements ActorTerm {

    private final EwcPenalty penalty;
    private final List<NDArray> parameters;
    private final CoefficientSchedule schedule;

    /**
     * A penalty.
     *
     * @param penalty of strength 1
     * @param parameters θ, shared parameters of the actor in the penalty's order
     */
    GaussianEwcTerm(EwcPenalty penalty, List<NDArray> parameters, CoefficientSchedule schedule) {
        this.penalty = penalty;
        this.parameters = List.copyOf(parameters);
        this.schedule = schedule;
    }

    @Override
    public NDArray of(ActorContext context) {
        double coefficient = schedule.value(context.applied());
        NDArray loss = penalty.of(context.scope(), parameters);
        context.figures().put(DistillationTerm.COEFFICIENT, coefficient);
        context.figures().put(DistillationTerm.RETENTION_LOSS, (double) loss.getFloat());
        return Scalars.mul(loss, coefficient);
    }
}
