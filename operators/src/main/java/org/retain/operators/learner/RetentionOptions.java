package org.retain.operators.learner;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of what keeps a policy from forgetting. */
public final class RetentionOptions {

    public static final ConfigOption<Retention> METHOD =
            ConfigOptions.key("retention.method")
                    .enumType(Retention.class)
                    .defaultValue(Retention.NONE)
                    .withDescription(
                            """
                            none; ks: KL(teacher ‖ student) on the student's rollouts; bc: KL(teacher ‖ student) \
                            on demonstrations; ewc: a Fisher-weighted pull to the old weights; em: \
                            demonstrations kept in the buffer (SAC only).""");

    public static final ConfigOption<Double> COEFFICIENT =
            ConfigOptions.key("retention.coefficient")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Weight of the retention loss at the first update. The paper: ks 0.5, \
                            bc 2, ewc 2e6 with its own Fisher variant (NetHack); bc 1, ewc 100 \
                            (RoboticSequence).""");

    public static final ConfigOption<Double> DECAY =
            ConfigOptions.key("retention.decay")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription(
                            """
                            Factor of the weight after each applied update, in (0, 1]. The \
                            paper's ks: 0.99998.""");

    public static final ConfigOption<Double> FLOOR =
            ConfigOptions.key("retention.floor")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription("Below this the weight does not decay.");

    public static final ConfigOption<Boolean> CROSS_ENTROPY =
            ConfigOptions.key("retention.cross-entropy")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            With bc: cross-entropy of the recorded actions in place of the KL to \
                            the teacher (an ablation of the paper).""");

    public static final ConfigOption<String> FISHER =
            ConfigOptions.key("retention.fisher")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            With ewc: safetensors file with the old weights and the Fisher \
                            diagonal, as ./retain fisher writes it. A path, or a URI of any file \
                            system that Flink knows.""");

    public static final ConfigOption<String> FISHER_SHA256 =
            ConfigOptions.key("retention.fisher-sha256")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("SHA-256 that the Fisher file must have; none: any.");

    public static final ConfigOption<Boolean> KICKSTART_SAC =
            ConfigOptions.key("retention.kickstart-sac")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            """
                            Allows ks with sac, which the paper leaves out because it fails: on \
                            states new to it the teacher's answers mean nothing.""");

    /** All of them, in the order in which help shows them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(
                    METHOD,
                    COEFFICIENT,
                    DECAY,
                    FLOOR,
                    CROSS_ENTROPY,
                    FISHER,
                    FISHER_SHA256,
                    KICKSTART_SAC);

    private RetentionOptions() {}
}
