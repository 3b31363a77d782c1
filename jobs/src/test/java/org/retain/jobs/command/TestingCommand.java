package org.retain.jobs.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** A command with one option of every kind; what it does is up to the test. */
final class TestingCommand extends Command {

    enum Order {
        ROUND_ROBIN,
        SHUFFLED
    }

    static final ConfigOption<String> OUTPUT =
            ConfigOptions.key("output")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Directory to write.");
    static final ConfigOption<Integer> LANES =
            ConfigOptions.key("mill.lanes")
                    .intType()
                    .defaultValue(64)
                    .withDescription("Sacks ground at once, 100% of them fine.");
    static final ConfigOption<Double> RATE =
            ConfigOptions.key("mill.rate")
                    .doubleType()
                    .noDefaultValue()
                    .withDescription("Most sacks per second.");
    static final ConfigOption<Duration> PAUSE =
            ConfigOptions.key("mill.pause")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(90))
                    .withDescription("Time between two sacks.");
    static final ConfigOption<MemorySize> SPACE =
            ConfigOptions.key("mill.space")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("Room in the barn.");
    static final ConfigOption<Order> ORDER =
            ConfigOptions.key("mill.order")
                    .enumType(Order.class)
                    .defaultValue(Order.ROUND_ROBIN)
                    .withDescription("Order of the sacks.");
    static final ConfigOption<List<String>> ROLE =
            ConfigOptions.key("role")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Only these roles.");
    static final ConfigOption<Boolean> DRY =
            ConfigOptions.key("dry")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Grind nothing.");
    static final ConfigOption<Map<String, String>> STONES =
            ConfigOptions.key("mill.stones")
                    .mapType()
                    .defaultValue(Map.of("upper", "granite"))
                    .withDescription("Stones by their place.");
    static final ConfigOption<List<String>> SACKS =
            ConfigOptions.key("sack")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Sacks to grind.");

    private final String name;
    private final Body body;
    private boolean positional;
    private List<ConfigOption<?>> required = List.of();

    TestingCommand(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    TestingCommand requiring(ConfigOption<?>... options) {
        this.required = List.of(options);
        return this;
    }

    TestingCommand withSacks() {
        this.positional = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "Grind corn with the " + name;
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(OUTPUT, LANES, RATE, PAUSE, SPACE, ORDER, ROLE, DRY, STONES);
    }

    @Override
    public List<ConfigOption<?>> required() {
        return required;
    }

    @Override
    public Optional<ConfigOption<List<String>>> positional() {
        return positional ? Optional.of(SACKS) : Optional.empty();
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws Exception {
        return body.run(configuration, context);
    }

    /** What the command does. */
    interface Body {
        Summary run(Configuration configuration, CommandContext context) throws Exception;
    }
}
