package org.retain.datasets.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.retain.datasets.episode.Episode;

/**
 * A Parquet file of {@link Episode}s, whole in memory: scalars as plain columns, each figure as
 * {@code measure_<name>} (with {@code _} for {@code -}), visits as a list of structs.
 *
 * <pre>{@code
 * import duckdb, pandas, json, pyarrow.parquet
 * episodes = pandas.read_parquet("episodes.parquet")
 * print(episodes.measure_score.mean(), episodes.steps.median())
 * print(duckdb.sql("select v.place, avg(v.steps) from (select unnest(visits) v from 'episodes.parquet') group by 1"))
 * lineage = json.loads(pyarrow.parquet.read_schema("episodes.parquet").metadata[b"retain.lineage"])
 * }</pre>
 *
 * @param episodes the rows in order
 * @param lineage where they come from: options, hashes, versions
 */
public record EpisodeParquet(List<Episode> episodes, Map<String, String> lineage) {

    private static final String VERSION_KEY = "retain.version";
    private static final String VERSION = "episodes-1";
    private static final String MEASURES_KEY = "retain.measures";
    private static final String LINEAGE_KEY = "retain.lineage";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies both. */
    public EpisodeParquet {
        episodes = List.copyOf(episodes);
        lineage = Map.copyOf(lineage);
    }

    /** The bytes of the file; the same rows and lineage give the same bytes. */
    public byte[] encode() throws IOException {
        TreeSet<String> measures = new TreeSet<>();
        episodes.forEach(episode -> measures.addAll(episode.getMeasures().keySet()));
        EpisodeLayout layout = new EpisodeLayout(List.copyOf(measures));
        MessageType schema = layout.schema();
        MemoryOutputFile file = new MemoryOutputFile();
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(file)
                        .withConf(new PlainParquetConfiguration())
                        .withType(schema)
                        .withExtraMetaData(
                                Map.of(
                                        VERSION_KEY,
                                        VERSION,
                                        MEASURES_KEY,
                                        JSON.writeValueAsString(measures),
                                        LINEAGE_KEY,
                                        JSON.writeValueAsString(new TreeMap<>(lineage))))
                        .build()) {
            for (Episode episode : episodes) {
                writer.write(layout.row(episode, schema));
            }
        }
        return file.bytes();
    }

    /**
     * Reads the bytes of a file.
     *
     * @param name what the bytes are, for messages
     * @throws InvalidShardException when they are damaged or no such file
     */
    public static EpisodeParquet decode(String name, byte[] bytes) throws InvalidShardException {
        InputFile file = new MemoryInputFile(bytes);
        try {
            Map<String, String> metadata = GroupFile.metadata(file);
            String version = metadata.get(VERSION_KEY);
            if (!VERSION.equals(version)) {
                throw new IllegalArgumentException(
                        "its retain.version is %s, expected %s; give a file that ./retain evaluate of this version wrote"
                                .formatted(version, VERSION));
            }
            EpisodeLayout layout =
                    new EpisodeLayout(
                            json(metadata, MEASURES_KEY, new TypeReference<List<String>>() {}));
            List<Episode> episodes = new ArrayList<>();
            GroupFile.read(file, row -> episodes.add(layout.episode(row)));
            return new EpisodeParquet(
                    episodes,
                    json(metadata, LINEAGE_KEY, new TypeReference<Map<String, String>>() {}));
        } catch (IOException | RuntimeException e) {
            throw new InvalidShardException(name, "no file of episodes: " + e.getMessage(), e);
        }
    }

    private static <T> T json(Map<String, String> metadata, String key, TypeReference<T> type)
            throws JsonProcessingException {
        return JSON.readValue(metadata.getOrDefault(key, ""), type);
    }
}
