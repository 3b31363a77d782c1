package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.retain.operators.learner.loss.AdvantageStandardisation;
import org.retain.operators.learner.loss.GeneralisedAdvantage;
import org.retain.operators.learner.loss.MaskedMean;
import org.retain.operators.learner.loss.PpoLoss;
import org.retain.operators.learner.loss.RunningMoments;
import org.retain.operators.learner.loss.VTrace;
import org.retain.operators.policy.Scalars;

/**
 * PPO's losses over fresh rollouts: clipped policy loss, clipped value loss, entropy bonus, as
 * Sample Factory computes them. The acting policy's values are of normalised returns; advantages
 * are estimated in points of reward, targets are normalised with the moments that include them.
 */
final class PpoTerm implements LossTerm {

    private final PpoSettings settings;
    private RunningMoments moments = RunningMoments.INITIAL;
    private RunningMoments next = RunningMoments.INITIAL;

    PpoTerm(PpoSettings settings) {
        this.settings = settings;
    }

    /** What the losses aim at: advantages and unnormalised returns, f64[T, B]. */
    private record Aims(double[] advantages, double[] returns) {}

    @Override
    public NDArray of(LossContext context) {
        LearnerBatch batch = context.batch();
        RolloutSteps steps =
                RolloutSteps.of(
                        batch, settings.rewards(), context.applied(), settings.maxPolicyLag());
        NDArray behaviour = batch.array(context.scope(), "behaviour.log_probabilities");
        NDArray ratio =
                PpoLoss.ratio(
                        context.student().logProbability(batch.actions(context.scope())),
                        behaviour);
        Aims aims = aims(context, steps, ratio);
        next = settings.normaliseReturns() ? updated(aims.returns, steps.counted()) : null;
        double[] advantages =
                AdvantageStandardisation.over(aims.advantages, steps.counted())
                        .apply(aims.advantages, steps.counted());
        MaskedMean mean = MaskedMean.over(batch.mask(context.scope(), steps.counted()));
        NDArray policyLoss =
                settings.loss().policyLoss(ratio, batch.values(context.scope(), advantages), mean);
        NDArray valueLoss =
                settings.loss()
                        .valueLoss(
                                context.values(),
                                batch.array(context.scope(), "behaviour.values")
                                        .get(":" + batch.steps()),
                                batch.values(context.scope(), normalised(aims.returns)),
                                mean);
        NDArray entropy = mean.of(context.student().entropy());
        context.figure("policy_loss", policyLoss);
        context.figure("value_loss", valueLoss);
        context.figure("entropy", entropy);
        context.figure("ratio", mean.of(ratio));
        context.figures().put("stale_steps", (double) steps.stale());
        return policyLoss
                .add(Scalars.mul(valueLoss, settings.valueCoefficient()))
                .sub(Scalars.mul(entropy, settings.entropyCoefficient()));
    }

    private Aims aims(LossContext context, RolloutSteps steps, NDArray ratio) {
        double[] values = context.batch().doubles("behaviour.values");
        if (settings.vtrace() != null) {
            float[] current = context.values().toFloatArray();
            int rows = context.batch().rows();
            for (int i = 0; i < current.length; i++) {
                boolean within = i / rows < steps.rows().lengths()[i % rows];
                values[i] = within && steps.valid()[i] ? current[i] : values[i];
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = settings.normaliseReturns() ? moments.denormalise(values[i]) : values[i];
        }
        if (settings.vtrace() == null) {
            GeneralisedAdvantage.Estimate estimate =
                    settings.advantage().of(steps.rows(), values, steps.valid());
            return new Aims(estimate.advantages(), estimate.returns());
        }
        float[] ratios = ratio.toFloatArray();
        double[] weights = new double[ratios.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ratios[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = steps.valid()[i] ? values[i] : 0;
        }
        VTrace.Targets targets = settings.vtrace().targets(steps.rows(), values, weights);
        return new Aims(targets.advantages(), targets.values());
    }

    /** The moments with a batch's returns; without them when one is no number, as is the loss. */
    private RunningMoments updated(double[] returns, boolean[] counted) {
        for (int i = 0; i < returns.length; i++) {
            if (counted[i] && !Double.isFinite(returns[i])) {
                return moments;
            }
        }
        return moments.updated(returns, counted);
    }

    private double[] normalised(double[] returns) {
        if (!settings.normaliseReturns()) {
            return returns;
        }
        double[] normalised = new double[returns.length];
        for (int i = 0; i < returns.length; i++) {
            normalised[i] = next.normalise(returns[i]);
        }
        return normalised;
    }

    @Override
    public void applied() {
        moments = next == null ? moments : next;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        byte[] encoded = moments.encode();
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        moments = RunningMoments.decode(in.readNBytes(in.readInt()));
    }
}
