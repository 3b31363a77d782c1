package org.retain.operators.learner;

import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.learner.loss.GeneralisedAdvantage;
import org.retain.operators.learner.loss.PpoLoss;
import org.retain.operators.learner.loss.VTrace;

/**
 * {@link PpoOptions}, checked.
 *
 * @param advantage generalised advantage estimation
 * @param vtrace V-trace, or null to estimate advantages as above
 * @param loss the clipped losses
 * @param valueCoefficient weight of the value loss
 * @param entropyCoefficient weight of the entropy bonus
 * @param normaliseReturns true: values are of normalised returns
 * @param rewards how rewards are scaled and clipped
 * @param maxPolicyLag updates that an action may be old
 */
record PpoSettings(
        GeneralisedAdvantage advantage,
        VTrace vtrace,
        PpoLoss loss,
        double valueCoefficient,
        double entropyCoefficient,
        boolean normaliseReturns,
        RewardScaling rewards,
        int maxPolicyLag) {

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    static PpoSettings of(ReadableConfig config) {
        double discount = config.get(PpoOptions.DISCOUNT);
        return new PpoSettings(
                new GeneralisedAdvantage(discount, config.get(PpoOptions.LAMBDA)),
                config.get(PpoOptions.VTRACE)
                        ? new VTrace(
                                discount,
                                config.get(PpoOptions.VTRACE_RATIO_BOUND),
                                config.get(PpoOptions.VTRACE_TRACE_BOUND))
                        : null,
                new PpoLoss(config.get(PpoOptions.CLIP), config.get(PpoOptions.VALUE_CLIP)),
                OptimiserSettings.atLeast(config, PpoOptions.VALUE_COEFFICIENT, 0),
                OptimiserSettings.atLeast(config, PpoOptions.ENTROPY_COEFFICIENT, 0),
                config.get(PpoOptions.NORMALISE_RETURNS),
                RewardScaling.of(config),
                config.get(PpoOptions.MAX_POLICY_LAG));
    }
}
