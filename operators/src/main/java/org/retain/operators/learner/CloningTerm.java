package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.retain.operators.learner.loss.MaskedMean;

/** Behavioural cloning: the cross-entropy of recorded actions, over the steps of demonstrations. */
final class CloningTerm implements LossTerm {

    /** Figure: cross-entropy in nats. */
    static final String CROSS_ENTROPY = "cross_entropy";

    /** Figure: share of steps whose recorded action is the student's likeliest. */
    static final String ACCURACY = "accuracy";

    @Override
    public NDArray of(LossContext context) {
        LearnerBatch batch = context.batch();
        NDArray actions = batch.actions(context.scope());
        MaskedMean mean = MaskedMean.over(batch.mask(context.scope(), batch.mask(true)));
        NDArray loss = mean.of(context.student().crossEntropy(actions));
        NDArray likeliest = context.student().logProbabilities().stopGradient().argMax(2);
        context.figure(CROSS_ENTROPY, loss);
        context.figure(ACCURACY, mean.of(likeliest.eq(actions).toType(DataType.FLOAT32, false)));
        return loss;
    }
}
