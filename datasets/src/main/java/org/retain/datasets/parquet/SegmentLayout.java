package org.retain.datasets.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;

/**
 * The columns of a file: {@link ScalarColumn}s, one string column {@code stratum_<name>} per
 * stratum (with {@code _} for {@code -}), one BINARY column per tensor.
 *
 * @param strata the strata's names in the order of their columns
 * @param tensors the tensors in the order of their columns
 */
record SegmentLayout(List<String> strata, List<TensorColumn> tensors) {

    private static final String VERSION_KEY = "retain.version";
    private static final String VERSION = "1";
    private static final String STRATA_KEY = "retain.strata";
    private static final String TENSORS_KEY = "retain.tensors";
    private static final String EPISODES_KEY = "retain.episodes";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The layout that a segment needs.
     *
     * @throws IllegalArgumentException when it has fields that this format does not hold
     */
    static SegmentLayout of(Segment segment) {
        if (segment.getBehaviour() != null
                || segment.getTargets() != null
                || segment.getPosition() != null
                || segment.getDropped() != null) {
            throw new IllegalArgumentException(
                    "Segment %d of %s has a behaviour, targets, a position or a mark as dropped;"
                                    .formatted(segment.getSegmentIndex(), segment.getEpisodeId())
                            + " a Parquet file holds what was recorded, not what jobs add");
        }
        List<TensorColumn> tensors = new ArrayList<>();
        for (TensorField field : TensorField.values()) {
            for (Tensor tensor : field.get(segment)) {
                tensors.add(TensorColumn.of(field, tensor, segment.getLength()));
            }
        }
        return new SegmentLayout(List.copyOf(new TreeSet<>(segment.getStrata().keySet())), tensors);
    }

    MessageType schema() {
        List<Type> columns = new ArrayList<>();
        for (ScalarColumn column : ScalarColumn.values()) {
            columns.add(column.parquetType());
        }
        for (String stratum : strata) {
            columns.add(
                    Types.required(PrimitiveTypeName.BINARY)
                            .as(stringType())
                            .named("stratum_" + stratum.replace('-', '_')));
        }
        for (TensorColumn tensor : tensors) {
            columns.add(Types.required(PrimitiveTypeName.BINARY).named(tensor.name()));
        }
        long names = columns.stream().map(Type::getName).distinct().count();
        if (names != columns.size()) {
            throw new IllegalArgumentException("Two columns have the same name: " + columns);
        }
        return new MessageType("segment", columns);
    }

    /** The file's metadata. */
    Map<String, String> metadata(List<ShardEpisode> episodes) {
        ArrayNode tensorsJson = JSON.createArrayNode();
        tensors.forEach(tensor -> tensor.writeTo(tensorsJson.addObject()));
        ArrayNode strataJson = JSON.createArrayNode();
        strata.forEach(strataJson::add);
        ArrayNode episodesJson = JSON.createArrayNode();
        for (ShardEpisode episode : episodes) {
            episodesJson
                    .addArray()
                    .add(episode.id())
                    .add(episode.firstRow())
                    .add(episode.segments())
                    .add(episode.steps());
        }
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(VERSION_KEY, VERSION);
        metadata.put(TENSORS_KEY, tensorsJson.toString());
        metadata.put(STRATA_KEY, strataJson.toString());
        metadata.put(EPISODES_KEY, episodesJson.toString());
        return metadata;
    }

    /**
     * Reads the layout from a file's metadata.
     *
     * @throws IllegalArgumentException when it is not our metadata, or of an unknown version
     */
    static SegmentLayout fromMetadata(Map<String, String> metadata) {
        String version = metadata.get(VERSION_KEY);
        if (version == null) {
            throw new IllegalArgumentException(
                    "a Parquet file, but not one of segments (no %s in its metadata);"
                                    .formatted(VERSION_KEY)
                            + " make one with ./retain preprocess");
        }
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException(
                    "unknown version %s of the segment layout (this build reads %s);"
                                    .formatted(version, VERSION)
                            + " read it with the build that wrote it, or preprocess again");
        }
        List<TensorColumn> tensors = new ArrayList<>();
        json(metadata, TENSORS_KEY).forEach(json -> tensors.add(TensorColumn.readFrom(json)));
        List<String> strata = new ArrayList<>();
        json(metadata, STRATA_KEY).forEach(json -> strata.add(json.textValue()));
        return new SegmentLayout(strata, tensors);
    }

    static List<ShardEpisode> episodesFromMetadata(Map<String, String> metadata) {
        List<ShardEpisode> episodes = new ArrayList<>();
        for (JsonNode json : json(metadata, EPISODES_KEY)) {
            episodes.add(
                    new ShardEpisode(
                            json.required(0).textValue(),
                            json.required(1).longValue(),
                            json.required(2).intValue(),
                            json.required(3).longValue()));
        }
        return List.copyOf(episodes);
    }

    private static JsonNode json(Map<String, String> metadata, String key) {
        try {
            return JSON.readTree(metadata.getOrDefault(key, ""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the metadata %s is no JSON".formatted(key), e);
        }
    }
}
