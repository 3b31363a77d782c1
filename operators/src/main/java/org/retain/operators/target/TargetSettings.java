package org.retain.operators.target;

import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Checked values of {@link TargetOptions}.
 *
 * @param teacher location of the teacher's weights file, or null for none
 * @param sha256 hash that the file must have, or null
 * @param bundleSize segments in a bundle, 1 to 512
 * @param bundleInterval longest wait, positive
 * @param type number type of the teacher's answers
 * @param tombstoneTtl how long a closed episode is remembered, positive
 * @param idleTtl how long a silent episode is remembered, positive
 * @param encoder location of the student's first weights, whose encoder's outputs segments leave
 *     with in place of observations; null leaves observations as they are
 */
public record TargetSettings(
        String teacher,
        String sha256,
        int bundleSize,
        Duration bundleInterval,
        TargetType type,
        Duration tombstoneTtl,
        Duration idleTtl,
        String encoder)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int MAX_BUNDLE_SIZE = 512;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** Settings that leave observations as they are. */
    public TargetSettings(
            String teacher,
            String sha256,
            int bundleSize,
            Duration bundleInterval,
            TargetType type,
            Duration tombstoneTtl,
            Duration idleTtl) {
        this(teacher, sha256, bundleSize, bundleInterval, type, tombstoneTtl, idleTtl, null);
    }

    /** Checks every value. */
    public TargetSettings {
        require(
                teacher == null || !teacher.isBlank(),
                TargetOptions.TEACHER,
                teacher,
                "the location of a weights file, or no such option for no teacher");
        require(
                sha256 == null || SHA256.matcher(sha256).matches(),
                TargetOptions.TEACHER_SHA256,
                sha256,
                "64 hexadecimal digits");
        require(
                sha256 == null || teacher != null,
                TargetOptions.TEACHER_SHA256,
                sha256,
                "no hash without " + TargetOptions.TEACHER.key());
        require(
                bundleSize >= 1 && bundleSize <= MAX_BUNDLE_SIZE,
                TargetOptions.BUNDLE_SIZE,
                bundleSize,
                "1 to " + MAX_BUNDLE_SIZE);
        requirePositive(TargetOptions.BUNDLE_INTERVAL, bundleInterval);
        requirePositive(TargetOptions.TOMBSTONE_TTL, tombstoneTtl);
        requirePositive(TargetOptions.IDLE_TTL, idleTtl);
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException naming the option whose value is out of range
     */
    public static TargetSettings of(ReadableConfig config) {
        return new TargetSettings(
                config.get(TargetOptions.TEACHER),
                config.get(TargetOptions.TEACHER_SHA256),
                config.get(TargetOptions.BUNDLE_SIZE),
                config.get(TargetOptions.BUNDLE_INTERVAL),
                config.get(TargetOptions.DTYPE),
                config.get(TargetOptions.TOMBSTONE_TTL),
                config.get(TargetOptions.IDLE_TTL));
    }

    /**
     * The same settings with encodings in place of observations.
     *
     * @param student location of the student's first weights
     */
    public TargetSettings withEncodings(String student) {
        return new TargetSettings(
                teacher, sha256, bundleSize, bundleInterval, type, tombstoneTtl, idleTtl, student);
    }

    private static void requirePositive(ConfigOption<Duration> option, Duration value) {
        require(value.toMillis() > 0, option, value, "at least one millisecond");
    }

    private static void require(
            boolean condition, ConfigOption<?> option, Object value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option.key(), value, expected));
        }
    }
}
