package org.retain.operators.learner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.operators.policy.EncodingOptions;

/**
 * Assembles segments into a padded, masked, time-major batch.
 *
 * <p>With T steps and B rows (driving and drawn), a batch holds
 *
 * <ul>
 *   <li>{@code observations.<name>} [T+1, B, ...], row length of each segment filled with the
 *       bootstrap observation;
 *   <li>{@code actions}, {@code previous_actions} [T, B, ...]; {@code rewards} f32 [T, B];
 *   <li>{@code behaviour.*} of rollouts, {@code targets.<parameter>} [T, B, ...] and {@code
 *       targets.state.<h|c>} f32 [B, H] of the teacher, {@code initial_state.<h|c>} f32 [B, H] that
 *       the student starts from;
 *   <li>{@code first_of_episode}, {@code terminated}, {@code truncated} bool [T, B]: recurrent
 *       state is zeroed before a first step; the other two follow the action;
 *   <li>{@code valid} bool [T, B]: false in the padding; {@code loss} bool [T, B]: also false in
 *       the burn-in;
 *   <li>{@code driving}, {@code demonstration}, {@code bootstrap_valid} bool [B]; {@code length}
 *       i32 [B].
 * </ul>
 *
 * A tensor that some rows lack (a demonstration has no behaviour) is zero there; the masks tell.
 * All rows have the same observations: screens do not go with what an encoder made of them.
 */
final class BatchAssembly {

    private final BatchShape shape;
    private final RowUnpacking unpacking;

    BatchAssembly(BatchShape shape) {
        this.shape = shape;
        unpacking = new RowUnpacking(shape.demonstrationState());
    }

    /**
     * Assembles rows in the given order. A row whose tensors are damaged or of other shapes than
     * those of the rows before it is left out and reported.
     */
    TrainingBatch assemble(List<BatchRow> rows) {
        Map<String, RowTensor> layout = new LinkedHashMap<>();
        List<BatchRow> accepted = new ArrayList<>();
        List<List<RowTensor>> unpacked = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (BatchRow row : rows) {
            try {
                List<RowTensor> tensors = unpacking.unpack(row.segment());
                requireFit(layout, tensors);
                tensors.forEach(tensor -> layout.putIfAbsent(tensor.name(), tensor));
                accepted.add(row);
                unpacked.add(tensors);
            } catch (InvalidTensorException e) {
                refused.add(
                        "Episode %s, segment %d: %s"
                                .formatted(
                                        row.segment().getEpisodeId(),
                                        row.segment().getSegmentIndex(),
                                        e.getMessage()));
            }
        }
        return new TrainingBatch(stack(layout, unpacked, accepted), accepted, refused);
    }

    private static void requireFit(Map<String, RowTensor> layout, List<RowTensor> tensors) {
        for (RowTensor tensor : tensors) {
            RowTensor expected = layout.get(tensor.name());
            if (expected != null && !expected.fits(tensor)) {
                throw new InvalidTensorException(
                        "Tensor %s is %s%s per entry, the batch holds %s%s"
                                .formatted(
                                        tensor.name(),
                                        tensor.type(),
                                        tensor.inner(),
                                        expected.type(),
                                        expected.inner()));
            }
        }
        Set<String> seen = observations(tensors.stream().map(RowTensor::name));
        Set<String> before = observations(layout.keySet().stream());
        if (!layout.isEmpty() && !seen.equals(before)) {
            throw new InvalidTensorException(
                    "The row holds %s, the batch %s; give all who play and teach the same %s"
                            .formatted(seen, before, EncodingOptions.ENCODINGS.key()));
        }
    }

    private static Set<String> observations(Stream<String> names) {
        return names.filter(name -> name.startsWith(RowUnpacking.OBSERVATIONS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, SafetensorsEntry> stack(
            Map<String, RowTensor> layout, List<List<RowTensor>> unpacked, List<BatchRow> rows) {
        Map<String, BatchTensor> stacked = new LinkedHashMap<>();
        layout.forEach(
                (name, tensor) ->
                        stacked.put(name, new BatchTensor(tensor, shape.steps(), rows.size())));
        for (int row = 0; row < rows.size(); row++) {
            for (RowTensor tensor : unpacked.get(row)) {
                stacked.get(tensor.name()).put(row, tensor);
            }
        }
        Map<String, SafetensorsEntry> tensors = new LinkedHashMap<>();
        stacked.forEach((name, tensor) -> tensors.put(name, tensor.entry()));
        addMasks(tensors, rows);
        return tensors;
    }

    private void addMasks(Map<String, SafetensorsEntry> tensors, List<BatchRow> rows) {
        int count = rows.size();
        int steps = shape.steps();
        byte[][] perStep = new byte[5][steps * count];
        byte[][] perRow = new byte[3][count];
        byte[] length = new byte[count * Integer.BYTES];
        for (int row = 0; row < count; row++) {
            Segment segment = rows.get(row).segment();
            int last = segment.getLength() - 1;
            int burnIn = unpacking.startsCold(segment) ? shape.burnIn() : 0;
            perStep[0][row] = bit(segment.getFirstOfEpisode());
            perStep[1][last * count + row] = bit(segment.getTerminated());
            perStep[2][last * count + row] = bit(segment.getTruncated());
            for (int t = 0; t <= last; t++) {
                perStep[3][t * count + row] = 1;
                perStep[4][t * count + row] = bit(t >= burnIn);
            }
            perRow[0][row] = bit(rows.get(row).driving());
            perRow[1][row] = bit(segment.getSource() == SegmentSource.DEMONSTRATION);
            perRow[2][row] = bit(segment.getBootstrapValid());
            for (int b = 0; b < Integer.BYTES; b++) {
                length[row * Integer.BYTES + b] = (byte) (segment.getLength() >>> (8 * b));
            }
        }
        String[] stepNames = {"first_of_episode", "terminated", "truncated", "valid", "loss"};
        for (int i = 0; i < stepNames.length; i++) {
            tensors.put(stepNames[i], bool(List.of(steps, count), perStep[i]));
        }
        String[] rowNames = {"driving", "demonstration", "bootstrap_valid"};
        for (int i = 0; i < rowNames.length; i++) {
            tensors.put(rowNames[i], bool(List.of(count), perRow[i]));
        }
        tensors.put("length", SafetensorsEntry.of(SafetensorsType.I32, List.of(count), length));
    }

    private static SafetensorsEntry bool(List<Integer> shape, byte[] data) {
        return SafetensorsEntry.of(SafetensorsType.BOOL, shape, data);
    }

    private static byte bit(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
