package org.retain.jobs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentOptions;
import org.retain.operators.environment.EnvironmentSelection;
import org.retain.operators.evaluation.EvaluateOptions;
import org.retain.operators.evaluation.EvaluateSettings;

/**
 * What an evaluation will do, once it is known that the weights can play.
 *
 * @param settings which weights play which episodes
 * @param environments what they act on
 * @param lineage all that the rows follow from, by option; and {@code version.*}, what computed
 *     them
 */
record EvaluatePlan(
        EvaluateSettings settings, EnvironmentFactory environments, Map<String, String> lineage) {

    private static final String VERSION = "version.";

    /**
     * The plan of these options.
     *
     * @throws IllegalArgumentException when one is missing or out of range
     * @throws org.retain.operators.policy.InvalidWeightsException when the weights cannot play
     */
    static EvaluatePlan of(ReadableConfig config) {
        EvaluateSettings asked = EvaluateSettings.of(config);
        EnvironmentFactory environments = EnvironmentSelection.of(config);
        EvaluateSettings settings = asked.pinned(environments.spec());
        return new EvaluatePlan(settings, environments, lineage(config, settings));
    }

    /** The first option in which rows of this lineage differ from those of the plan; else null. */
    String difference(Map<String, String> other) {
        Map<String, String> all = new TreeMap<>(other);
        all.putAll(lineage);
        for (String key : all.keySet()) {
            if (!key.startsWith(VERSION) && !Objects.equals(lineage.get(key), other.get(key))) {
                return "--%s is %s, it was %s".formatted(key, lineage.get(key), other.get(key));
            }
        }
        return null;
    }

    private static Map<String, String> lineage(ReadableConfig config, EvaluateSettings settings) {
        Map<String, String> lineage = new TreeMap<>();
        String name = config.get(EnvironmentOptions.NAME).toString();
        List<String> own = List.of(name + ".", "environment.%s.".formatted(name));
        lineage.put(EnvironmentOptions.NAME.key(), name);
        for (ConfigOption<?> option : EnvironmentGroups.all()) {
            Object value = config.get(option);
            if (value != null && own.stream().anyMatch(option.key()::startsWith)) {
                lineage.put(option.key(), value.toString());
            }
        }
        lineage.put(EvaluateOptions.WEIGHTS.key(), settings.weights());
        lineage.put(EvaluateOptions.WEIGHTS_SHA256.key(), settings.sha256());
        lineage.put(EvaluateOptions.TEMPERATURE.key(), String.valueOf(settings.temperature()));
        lineage.put(EvaluateOptions.SEEDS.key(), seeds(settings.seeds()));
        lineage.put(VERSION + "retain", retain());
        lineage.put(VERSION + "flink", EnvironmentInformation.getVersion());
        lineage.put(VERSION + "java", System.getProperty("java.version"));
        return lineage;
    }

    /** Consecutive seeds by the first and the last. */
    private static String seeds(List<Long> seeds) {
        long first = seeds.get(0);
        for (int number = 0; number < seeds.size(); number++) {
            if (seeds.get(number) != first + number) {
                return seeds.toString();
            }
        }
        return "%d to %d".formatted(first, first + seeds.size() - 1);
    }

    /** The version of this program. */
    static String retain() {
        return Objects.requireNonNullElse(
                EvaluatePlan.class.getPackage().getImplementationVersion(), "unpackaged");
    }
}
