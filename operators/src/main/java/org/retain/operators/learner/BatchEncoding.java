package org.retain.operators.learner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.segment.BatchCounters;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;

/**
 * The form of a batch for external trainers: a safetensors blob. Its string metadata holds {@code
 * batch} (number from 0), {@code rows} (JSON: episode, segment, source, driving, strata, log
 * position, teacher of each row) and {@code counters} (JSON, totals including this batch).
 */
final class BatchEncoding {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchEncoding() {}

    static byte[] encode(TrainingBatch batch, long number, BatchCounters counters) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("batch", Long.toString(number));
        metadata.put("rows", rows(batch).toString());
        metadata.put("counters", counters.toString());
        return SafetensorsEncoding.encode(batch.tensors(), metadata);
    }

    private static ArrayNode rows(TrainingBatch batch) {
        ArrayNode rows = JSON.createArrayNode();
        for (BatchRow row : batch.rows()) {
            Segment segment = row.segment();
            ObjectNode node = rows.addObject();
            node.put("episode", segment.getEpisodeId());
            node.put("segment", segment.getSegmentIndex());
            node.put("source", segment.getSource().name());
            node.put("driving", row.driving());
            segment.getStrata().forEach(node.putObject("strata")::put);
            if (segment.getTargets() != null) {
                node.put("teacher", segment.getTargets().getTeacherId());
            }
            LogPosition position = segment.getPosition();
            if (position != null) {
                node.put("topic", position.getTopic());
                node.put("partition", position.getPartition());
                node.put("offset", position.getOffset());
            }
        }
        return rows;
    }
}
