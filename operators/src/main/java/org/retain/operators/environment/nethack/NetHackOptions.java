package org.retain.operators.environment.nethack;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the NetHack environment; defaults are the paper's. */
public final class NetHackOptions {

    public static final ConfigOption<String> LIBRARY =
            ConfigOptions.key("nethack.library")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory that holds libnethack.so and nhdat of the wheel nle 1.3.0 \
                            (cp311, manylinux x86_64), for machines without network. Files with \
                            other digests are refused. Without it, they come from the cache \
                            ($XDG_CACHE_HOME or ~/.cache)/retain, filled on first use by pip.""");

    public static final ConfigOption<String> CHARACTER =
            ConfigOptions.key("nethack.character")
                    .stringType()
                    .defaultValue("mon-hum-neu-mal")
                    .withDescription(
                            """
                            Role, race, alignment and gender, three letters each, as NLE writes \
                            them; @ for random ones, drawn from the seed.""");

    public static final ConfigOption<Integer> MAX_STEPS =
            ConfigOptions.key("nethack.max-steps")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription("An episode is truncated after this many steps.");

    public static final ConfigOption<Integer> NO_PROGRESS_STEPS =
            ConfigOptions.key("nethack.no-progress-steps")
                    .intType()
                    .defaultValue(150)
                    .withDescription(
                            """
                            An episode is truncated after this many steps in a row in which the \
                            game's turn counter stood still. NLE 1.3.0 counts each step twice: \
                            its no_progress_timeout=300 is 150 here.""");

    public static final ConfigOption<String> RECORDING_DIRECTORY =
            ConfigOptions.key("nethack.recording-directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory for a ttyrec3 recording of every episode and the xlogfile \
                            of each process, named as NLE names them; a data set that preprocess \
                            reads. Nothing is recorded without it.""");

    /** All of them. */
    public static final List<ConfigOption<?>> ALL =
            List.of(LIBRARY, CHARACTER, MAX_STEPS, NO_PROGRESS_STEPS, RECORDING_DIRECTORY);

    private NetHackOptions() {}
}
