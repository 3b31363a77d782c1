package org.retain.operators.environment.nethack;

import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.nld.NetHackActions;
import org.retain.datasets.segment.TensorType;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;
import org.retain.operators.environment.TensorSpec;

/**
 * Makes NetHack environments: NLE's NetHackChallenge with the paper's limits, as {@link
 * NetHackOptions} says.
 *
 * <p>Observations: {@code tty_chars} u8[24,80], {@code tty_colors} i8[24,80], {@code tty_cursor}
 * i16[2] (row, column), as in segments of recorded games. Actions: the 121 of {@link
 * NetHackActions}. Place: the {@code dungeon-level} that the screen shows.
 *
 * <p>Linux x86_64 with glibc. On first use the native library is fetched with Python's pip (see
 * {@link NetHackOptions#LIBRARY}). Each game's memory is this process's own: a fault inside the
 * library ends the process, and the library leaks about 4 KB an episode.
 */
public final class NetHackFactory implements EnvironmentFactory {

    private static final long serialVersionUID = 1;

    private static final EnvironmentSpec SPEC =
            new EnvironmentSpec(
                    "nethack",
                    List.of(
                            new TensorSpec("tty_chars", TensorType.U8, List.of(24, 80)),
                            new TensorSpec("tty_colors", TensorType.I8, List.of(24, 80)),
                            new TensorSpec("tty_cursor", TensorType.I16, List.of(2))),
                    new ActionSpace.Discrete(NetHackActions.COUNT),
                    "dungeon-level");

    private final NetHackSettings settings;

    NetHackFactory(NetHackSettings settings) {
        this.settings = settings;
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException for an option that cannot be used
     */
    public static NetHackFactory of(ReadableConfig config) {
        return new NetHackFactory(NetHackSettings.of(config));
    }

    @Override
    public EnvironmentSpec spec() {
        return SPEC;
    }

    @Override
    public Environment create(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException(slots + " slots, expected at least 1");
        }
        return NetHackEnvironment.create(SPEC, settings, slots);
    }
}
