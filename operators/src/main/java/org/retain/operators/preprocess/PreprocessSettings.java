package org.retain.operators.preprocess;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.datasets.nld.NldFilter;
import org.retain.datasets.shard.ShardSettings;

/**
 * What the stations need to know, in a form that travels with the job.
 *
 * @param input the data set's directory, the same on every machine
 * @param output the directory of shards, the same on every machine
 * @param roles roles to use, all when empty; races, alignments and genders likewise
 * @param segmentLength steps T of a segment
 * @param shardBytes length of the recordings that fill a shard
 */
public record PreprocessSettings(
        String input,
        String output,
        List<String> roles,
        List<String> races,
        List<String> alignments,
        List<String> genders,
        int segmentLength,
        long shardBytes)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * Reads the options; paths become absolute, since tasks have working directories of their own.
     */
    public static PreprocessSettings of(ReadableConfig options) {
        return new PreprocessSettings(
                absolute(options.get(PreprocessOptions.INPUT)),
                absolute(options.get(PreprocessOptions.OUTPUT)),
                List.copyOf(options.get(PreprocessOptions.ROLE)),
                List.copyOf(options.get(PreprocessOptions.RACE)),
                List.copyOf(options.get(PreprocessOptions.ALIGNMENT)),
                List.copyOf(options.get(PreprocessOptions.GENDER)),
                options.get(PreprocessOptions.SEGMENT_LENGTH),
                options.get(PreprocessOptions.SHARD_SIZE).getBytes());
    }

    /** The data set's directory. */
    public Path inputPath() {
        return Path.of(input);
    }

    /** The directory of shards. */
    public Path outputPath() {
        return Path.of(output);
    }

    /**
     * What shards are made of.
     *
     * @throws IllegalArgumentException when a value cannot be
     */
    public ShardSettings shards() {
        NldFilter filter =
                new NldFilter(
                        Set.copyOf(roles),
                        Set.copyOf(races),
                        Set.copyOf(alignments),
                        Set.copyOf(genders));
        return new ShardSettings(filter, segmentLength, shardBytes);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
