package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the on-policy algorithms, PPO above all; defaults are the paper's for NetHack. */
public final class PpoOptions {

    public static final ConfigOption<Double> DISCOUNT =
            ConfigOptions.key("learner.discount")
                    .doubleType()
                    .defaultValue(0.999999)
                    .withDescription("Discount γ of later rewards, in [0, 1].");

    public static final ConfigOption<Double> LAMBDA =
            ConfigOptions.key("ppo.gae-lambda")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("λ of generalised advantage estimation, in [0, 1].");

    public static final ConfigOption<Double> CLIP =
            ConfigOptions.key("ppo.clip")
                    .doubleType()
                    .defaultValue(0.1)
                    .withDescription(
                            "ε: ratios of probabilities are clipped to [1 / (1 + ε), 1 + ε].");

    public static final ConfigOption<Double> VALUE_CLIP =
            ConfigOptions.key("ppo.value-clip")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            "How far a value may move from the acting policy's before its loss is clipped, in normalised returns.");

    public static final ConfigOption<Double> VALUE_COEFFICIENT =
            ConfigOptions.key("ppo.value-coefficient")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("Weight of the value loss.");

    public static final ConfigOption<Double> ENTROPY_COEFFICIENT =
            ConfigOptions.key("ppo.entropy-coefficient")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            "Weight of the entropy bonus. The paper: 0.001 without retention, 0 with.");

    public static final ConfigOption<Boolean> NORMALISE_RETURNS =
            ConfigOptions.key("ppo.normalise-returns")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            """
                            The value head learns returns normalised by their running mean and \
                            variance, clipped to ±5.""");

    public static final ConfigOption<Boolean> VTRACE =
            ConfigOptions.key("ppo.vtrace")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            Targets and advantages by V-trace, which weighs steps of an older \
                            policy by their ratio, in place of generalised advantages.""");

    public static final ConfigOption<Double> VTRACE_RATIO_BOUND =
            ConfigOptions.key("ppo.vtrace-ratio-bound")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("ρ̄ of V-trace.");

    public static final ConfigOption<Double> VTRACE_TRACE_BOUND =
            ConfigOptions.key("ppo.vtrace-trace-bound")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("c̄ of V-trace, at most ρ̄.");

    public static final ConfigOption<Double> REWARD_SCALE =
            ConfigOptions.key("learner.reward-scale")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("Factor of rewards, before they are clipped.");

    public static final ConfigOption<Double> REWARD_CLIP =
            ConfigOptions.key("learner.reward-clip")
                    .doubleType()
                    .defaultValue(10.0)
                    .withDescription("Rewards are clipped to ± this; 0 for no limit.");

    public static final ConfigOption<Integer> MAX_POLICY_LAG =
            ConfigOptions.key("learner.max-policy-lag")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            """
                            Steps whose action is older than this many updates are in no loss, \
                            and counted.""");

    public static final ConfigOption<ReinforceBaseline> BASELINE =
            ConfigOptions.key("reinforce.baseline")
                    .enumType(ReinforceBaseline.class)
                    .defaultValue(ReinforceBaseline.NONE)
                    .withDescription(
                            """
                            What REINFORCE subtracts from returns: none; mean: the mean return of \
                            the batch's steps; value: the value head, which is trained beside.""");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    DISCOUNT,
                    REWARD_SCALE,
                    REWARD_CLIP,
                    MAX_POLICY_LAG,
                    LAMBDA,
                    CLIP,
                    VALUE_CLIP,
                    VALUE_COEFFICIENT,
                    ENTROPY_COEFFICIENT,
                    NORMALISE_RETURNS,
                    VTRACE,
                    VTRACE_RATIO_BOUND,
                    VTRACE_TRACE_BOUND,
                    BASELINE);

    private PpoOptions() {}
}
