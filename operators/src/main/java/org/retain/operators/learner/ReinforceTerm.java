package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import org.retain.operators.learner.loss.DiscountedReturn;
import org.retain.operators.learner.loss.MaskedMean;
import org.retain.operators.learner.loss.ReinforceLoss;
import org.retain.operators.policy.Scalars;

/**
 * REINFORCE over fresh rollouts. A row that does not end its episode goes on with the acting
 * policy's value of the observation after it, so rows should be whole episodes. With the value head
 * as baseline its squared error is added.
 */
final class ReinforceTerm implements LossTerm {

    private final DiscountedReturn discounted;
    private final ReinforceBaseline baseline;
    private final PpoSettings settings;

    ReinforceTerm(double discount, ReinforceBaseline baseline, PpoSettings settings) {
        discounted = new DiscountedReturn(discount);
        this.baseline = baseline;
        this.settings = settings;
    }

    @Override
    public NDArray of(LossContext context) {
        LearnerBatch batch = context.batch();
        RolloutSteps steps =
                RolloutSteps.of(
                        batch, settings.rewards(), context.applied(), settings.maxPolicyLag());
        double[] returns = discounted.of(steps.rows(), bootstrap(batch, steps));
        NDArray targets = batch.values(context.scope(), returns);
        MaskedMean mean = MaskedMean.over(batch.mask(context.scope(), steps.counted()));
        NDArray subtracted =
                switch (baseline) {
                    case NONE -> Scalars.mul(targets, 0);
                    case MEAN -> mean.of(targets);
                    case VALUE -> context.values();
                };
        NDArray logProbabilities = context.student().logProbability(batch.actions(context.scope()));
        NDArray loss = ReinforceLoss.of(logProbabilities, targets, subtracted, mean);
        context.figure("policy_loss", loss);
        context.figure("return", mean.of(targets));
        context.figure("entropy", mean.of(context.student().entropy()));
        context.figures().put("stale_steps", (double) steps.stale());
        if (baseline == ReinforceBaseline.VALUE) {
            NDArray valueLoss = mean.of(context.values().sub(targets).square());
            context.figure("value_loss", valueLoss);
            return loss.add(Scalars.mul(valueLoss, settings.valueCoefficient()));
        }
        return loss;
    }

    private static double[] bootstrap(LearnerBatch batch, RolloutSteps steps) {
        int rows = batch.rows();
        boolean[] truncated = batch.flags("truncated");
        double[] values = batch.doubles("behaviour.values");
        double[] bootstrap = new double[rows];
        for (int row = 0; row < rows; row++) {
            int length = steps.rows().lengths()[row];
            boolean cut = length > 0 && truncated[(length - 1) * rows + row];
            int after = length * rows + row;
            bootstrap[row] = steps.valid()[after] && !cut ? values[after] : 0;
        }
        return bootstrap;
    }
}
