package org.retain.jobs.inspect;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of {@code ./retain inspect}. */
public final class InspectOptions {

    public static final ConfigOption<List<String>> FILE =
            ConfigOptions.key("file")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Recordings (*.ttyrec3.bz2).");

    public static final ConfigOption<Long> FRAME =
            ConfigOptions.key("frame")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Show this frame instead of the first one and a summary; frames count from 0.");

    public static final ConfigOption<Boolean> DIGEST =
            ConfigOptions.key("digest")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Print one line of JSON per file with the SHA-256 of each decoded array over all"
                                    + " frames, to compare with other decoders.");

    public static final ConfigOption<Boolean> PLAY =
            ConfigOptions.key("play")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Play the recordings in the terminal with their own timing.");

    public static final ConfigOption<Double> SPEED =
            ConfigOptions.key("speed")
                    .doubleType()
                    .defaultValue(1.0)
                    .withDescription("How many times faster than recorded a recording is played.");

    private InspectOptions() {}
}
