package org.retain.operators.policy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.retain.datasets.weights.WeightsVersion;

/**
 * Names of weights files that tell after how many applied updates they were made: {@code
 * update-000000100.safetensors}, and the learner's {@code weights-<version>.safetensors}.
 */
public final class SnapshotFile {

    /** Metadata of a snapshot: environment steps that had been trained on. */
    public static final String FRAMES = "frames";

    private static final Pattern UPDATE = Pattern.compile("update-(\\d{1,18})\\.safetensors");
    private static final Pattern VERSION =
            Pattern.compile("weights-([0-7]\\p{XDigit}{15})\\.safetensors");

    private SnapshotFile() {}

    /** Name of the file after so many updates; names and updates have the same order. */
    public static String name(long updates) {
        return "update-%09d.safetensors".formatted(updates);
    }

    /**
     * The updates that a name tells.
     *
     * @param location path or URI
     * @return empty when the name tells none
     */
    public static OptionalLong updates(String location) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        Matcher update = UPDATE.matcher(name);
        if (update.matches()) {
            return OptionalLong.of(Long.parseLong(update.group(1)));
        }
        return version(name)
                .map(version -> OptionalLong.of(version.updates()))
                .orElse(OptionalLong.empty());
    }

    /** The version that the name of a learner's file tells; empty when it is none. */
    public static Optional<WeightsVersion> version(String name) {
        Matcher version = VERSION.matcher(name);
        return version.matches()
                ? Optional.of(new WeightsVersion(Long.parseLong(version.group(1), 16)))
                : Optional.empty();
    }

    /** Name of the learner's file of a version. */
    public static String name(WeightsVersion version) {
        return "weights-%s.safetensors".formatted(version);
    }
}
