package org.retain.operators.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.actor.PolicyFit;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyWeights;

/**
 * {@link EvaluateOptions}, checked.
 *
 * @param weights location of the weights file
 * @param sha256 hash that the file must have; null accepts any
 * @param output directory to write to
 * @param seeds seed of each episode; its position is the episode's number
 * @param slots episodes side by side in each subtask
 * @param temperature of the draws of actions; 0 is greedy
 */
public record EvaluateSettings(
        String weights,
        String sha256,
        String output,
        List<Long> seeds,
        int slots,
        double temperature)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** Copies the list. */
    public EvaluateSettings {
        seeds = List.copyOf(seeds);
    }

    /**
     * Reads and checks the options.
     *
     * @throws IllegalArgumentException when one is missing or out of range; the message names it
     */
    public static EvaluateSettings of(ReadableConfig config) {
        int slots = config.get(EvaluateOptions.SLOTS);
        if (slots < 1) {
            throw refusal(EvaluateOptions.SLOTS, slots, "at least 1");
        }
        double temperature = config.get(EvaluateOptions.TEMPERATURE);
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw refusal(EvaluateOptions.TEMPERATURE, temperature, "0 or more");
        }
        return new EvaluateSettings(
                given(config, EvaluateOptions.WEIGHTS),
                config.get(EvaluateOptions.WEIGHTS_SHA256),
                given(config, EvaluateOptions.OUTPUT),
                seeds(config),
                slots,
                temperature);
    }

    /**
     * The same settings with the hash of the file as it is now, once it is known that its policy
     * can play.
     *
     * @throws InvalidWeightsException when the file is missing, damaged, another one than was asked
     *     for, or of a policy for something else
     */
    public EvaluateSettings pinned(EnvironmentSpec environment) {
        PolicyWeights.Loaded loaded = load();
        PolicyFit.require(environment, loaded.weights().shape());
        return new EvaluateSettings(weights, loaded.sha256(), output, seeds, slots, temperature);
    }

    PolicyWeights.Loaded load() {
        return PolicyWeights.read(weights, Optional.ofNullable(sha256));
    }

    private static List<Long> seeds(ReadableConfig config) {
        Optional<List<Long>> listed = config.getOptional(EvaluateOptions.SEEDS);
        Optional<Integer> count = config.getOptional(EvaluateOptions.EPISODES);
        if (listed.isPresent()) {
            if (listed.get().isEmpty()
                    || count.orElse(listed.get().size()) != listed.get().size()) {
                throw new IllegalArgumentException(
                        "Option %s lists %d seeds and option %s is %s; give one of them, or as many seeds as episodes, at least 1"
                                .formatted(
                                        EvaluateOptions.SEEDS.key(),
                                        listed.get().size(),
                                        EvaluateOptions.EPISODES.key(),
                                        count.map(String::valueOf).orElse("not given")));
            }
            return new ArrayList<>(listed.get());
        }
        int episodes = config.get(EvaluateOptions.EPISODES);
        if (episodes < 1) {
            throw refusal(EvaluateOptions.EPISODES, episodes, "at least 1");
        }
        long first = config.get(EvaluateOptions.FIRST_SEED);
        return LongStream.range(0, episodes).map(number -> first + number).boxed().toList();
    }

    private static String given(ReadableConfig config, ConfigOption<String> option) {
        return config.getOptional(option)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Option %s is missing".formatted(option.key())));
    }

    private static IllegalArgumentException refusal(
            ConfigOption<?> option, Object found, String expected) {
        return new IllegalArgumentException(
                "Option %s is %s, expected %s".formatted(option.key(), found, expected));
    }
}
