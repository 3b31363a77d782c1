package org.retain.operators.policy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of what an encoder makes of observations. */
public final class EncodingOptions {

    public static final ConfigOption<Boolean> ENCODINGS =
            ConfigOptions.key("policy.encodings")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            True: segments hold what the encoder made of each observation, f32, \
                            in place of the observation, so that it is computed once and neither \
                            teacher nor learner computes it again. For an encoder that stays \
                            (learner.freeze: encoder) and that teacher and student share; other \
                            encodings are recognised and refused. Give rollout and finetune the \
                            same. A segment of 32 steps of 256 numbers has 34 KB, of screens 1.5 \
                            to 4.5 KB.""");

    private EncodingOptions() {}
}
