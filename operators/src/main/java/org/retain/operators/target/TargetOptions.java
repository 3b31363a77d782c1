package org.retain.operators.target;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the target station. */
public final class TargetOptions {

    public static final ConfigOption<String> TEACHER =
            ConfigOptions.key("target.teacher")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Weights file of the teacher (the pre-trained policy π*), safetensors \
                            with the reference's parameter names; kind and widths are read from \
                            it. A path that every TaskManager sees, or a URI of a file system that \
                            Flink knows. Without it segments get no targets; what comes twice or \
                            after a gap is dropped all the same.""");

    public static final ConfigOption<String> TEACHER_SHA256 =
            ConfigOptions.key("target.teacher-sha256")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            SHA-256 that the teacher's file must have, 64 hexadecimal digits; the \
                            job does not start with another file. Without it any file is \
                            taken.""");

    public static final ConfigOption<Integer> BUNDLE_SIZE =
            ConfigOptions.key("target.bundle-size")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            """
                            Segments that the teacher answers in one call, 1 to 512, each of \
                            another episode. Larger bundles use the machine better and wait longer; more \
                            than the episodes under way at a time are never full.""");

    public static final ConfigOption<Duration> BUNDLE_INTERVAL =
            ConfigOptions.key("target.bundle-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            """
                            Longest time that a segment waits for its bundle to fill.""");

    public static final ConfigOption<TargetType> DTYPE =
            ConfigOptions.key("target.dtype")
                    .enumType(TargetType.class)
                    .defaultValue(TargetType.F32)
                    .withDescription(
                            """
                            Number type of the teacher's answers: f32, or f16, which halves them \
                            (logits: 15 KB for 32 steps of 121 actions) at about 3 decimal \
                            digits.""");

    public static final ConfigOption<Duration> TOMBSTONE_TTL =
            ConfigOptions.key("target.tombstone-ttl")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            """
                            How long an episode that has ended, or whose rest is dropped, is \
                            remembered, so that segments sent twice are recognised. In \
                            processing time since its last segment.""");

    public static final ConfigOption<Duration> IDLE_TTL =
            ConfigOptions.key("target.idle-ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription(
                            """
                            How long the teacher's state of an episode is kept when no segment \
                            of it comes any more, as after a crash of its environment. What still \
                            comes later is dropped. In processing time since its last \
                            segment.""");

    private TargetOptions() {}
}
