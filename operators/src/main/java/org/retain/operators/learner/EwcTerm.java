package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.policy.Scalars;

/** Elastic weight consolidation over the parameters that a Fisher file covers. */
final class EwcTerm implements LossTerm {

    private final EwcPenalty penalty;
    private final List<NDArray> parameters;
    private final CoefficientSchedule schedule;

    /**
     * A penalty.
     *
     * @param penalty of strength 1
     * @param parameters θ, in the penalty's order
     */
    EwcTerm(EwcPenalty penalty, List<NDArray> parameters, CoefficientSchedule schedule) {
        this.penalty = penalty;
        this.parameters = parameters;
        this.schedule = schedule;
    }

    @Override
    public NDArray of(LossContext context) {
        double coefficient = schedule.value(context.applied());
        NDArray loss = penalty.of(context.scope(), parameters);
        context.figures().put(DistillationTerm.COEFFICIENT, coefficient);
        context.figure(DistillationTerm.RETENTION_LOSS, loss);
        return Scalars.mul(loss, coefficient);
    }
}
