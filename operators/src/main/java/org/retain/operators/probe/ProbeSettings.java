package org.retain.operators.probe;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.episode.EpisodeOrder;
import org.retain.operators.learner.PretrainOptions;

/**
 * What a probe does.
 *
 * @param input directory of shards
 * @param weights what is probed, in order of updates
 * @param teacher weights file that all are compared with
 * @param output directory
 * @param run name of the run, for the rows
 * @param order which episodes are played, cut into pieces unless all steps count
 * @param steps of the longest segment
 * @param frames about how many steps count; 0 for all
 * @param burnIn segments at the start of a piece that do not count
 * @param ckaFrames steps whose activations are compared
 */
public record ProbeSettings(
        String input,
        List<ProbeWeights> weights,
        String teacher,
        String output,
        String run,
        EpisodeOrder order,
        int steps,
        long frames,
        int burnIn,
        int ckaFrames)
        implements Serializable {

    /** More steps than these are not held in memory: 242 MB of a NetHack teacher's answers. */
    static final long MAX_FRAMES = 500_000;

    private static final long serialVersionUID = 1;

    /**
     * Reads and checks the options, and lists the directory.
     *
     * @throws IllegalArgumentException when one is missing or out of range; the message names it
     */
    public static ProbeSettings of(ReadableConfig config) {
        List<String> files = new ArrayList<>(config.get(ProbeOptions.WEIGHTS));
        config.getOptional(ProbeOptions.WEIGHTS_DIRECTORY)
                .ifPresent(directory -> files.addAll(ProbeWeights.list(directory)));
        long frames = atLeast(config, ProbeOptions.FRAMES, 0);
        int piece = (int) atLeast(config, ProbeOptions.PIECE, 1);
        int burnIn = (int) atLeast(config, ProbeOptions.BURN_IN, 0);
        require(burnIn < piece, ProbeOptions.BURN_IN, burnIn, "less than " + piece);
        require(frames <= MAX_FRAMES, ProbeOptions.FRAMES, frames, "at most " + MAX_FRAMES);
        return new ProbeSettings(
                given(config, PretrainOptions.INPUT),
                ProbeWeights.of(files),
                given(config, ProbeOptions.TEACHER),
                given(config, ProbeOptions.OUTPUT),
                config.get(ProbeOptions.RUN),
                order(config, frames == 0 ? 0 : piece),
                (int) atLeast(config, PretrainOptions.STEPS, 1),
                frames,
                frames == 0 ? 0 : burnIn,
                (int) atLeast(config, ProbeOptions.CKA_FRAMES, 0));
    }

    private static EpisodeOrder order(ReadableConfig config, int piece) {
        double share = config.get(PretrainOptions.HELD_OUT);
        List<String> names = config.get(PretrainOptions.HELD_OUT_GAMES);
        boolean all = share == 0 && names.isEmpty();
        return new EpisodeOrder(
                all ? EpisodeOrder.Part.ALL : EpisodeOrder.Part.HELD_OUT,
                share,
                names,
                1,
                piece,
                0,
                false,
                false);
    }

    private static String given(ReadableConfig config, ConfigOption<String> option) {
        return config.getOptional(option)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Option %s is missing".formatted(option.key())));
    }

    private static <T extends Number> long atLeast(
            ReadableConfig config, ConfigOption<T> option, long least) {
        long value = config.get(option).longValue();
        require(value >= least, option, value, "at least " + least);
        return value;
    }

    private static void require(
            boolean condition, ConfigOption<?> option, Object value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "Option %s is %s, expected %s".formatted(option.key(), value, expected));
        }
    }
}
