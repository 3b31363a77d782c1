package org.retain.operators.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.retain.datasets.sample.BundledSample;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.TtyrecReader;

/**
 * Segments of real games as they reach the memory: 32 steps of screens, actions, rewards and
 * teacher logits, 138,656 bytes unpacked. Screens are zstd frames, logits raw; the logits are
 * random, which no codec shrinks.
 */
final class TestingRecordedSegments {

    static final int STEPS = 32;
    static final int ACTIONS = 121;
    static final int RAW_BYTES = STEPS * (2 * 24 * 80 + 2 * 2 + 1 + 4 + 4 * ACTIONS);

    private TestingRecordedSegments() {}

    /** The first segments of the bundled games, at most this many. */
    static List<Segment> read(Path directory, int most) throws IOException {
        Path sample = BundledSample.extractTo(directory);
        List<Segment> segments = new ArrayList<>();
        FrameBuffer frames = new FrameBuffer(STEPS);
        for (String file : BundledSample.files()) {
            if (!file.endsWith(".ttyrec3.bz2")) {
                continue;
            }
            try (TtyrecReader reader = TtyrecReader.open(sample.resolve(file))) {
                int index = 0;
                while (segments.size() < most && reader.read(frames) == STEPS) {
                    segments.add(segment(file, index++, frames));
                }
            }
        }
        return segments;
    }

    /** The same tensors, not copied, under another name, so that it hashes to another shard. */
    static Segment renamed(Segment segment, int index) {
        Segment renamed = new Segment();
        for (int field = 0; field < segment.getSchema().getFields().size(); field++) {
            renamed.put(field, segment.get(field));
        }
        renamed.setSegmentIndex(index);
        return renamed;
    }

    /** Unpacked tensors of a segment, in the order of {@link #repacked}. */
    static byte[][] unpacked(Segment segment) {
        return tensors(segment).stream().map(TensorPacking::unpack).toArray(byte[][]::new);
    }

    /** Packs a segment's tensors afresh, as the producer of the segment does. */
    static Segment repacked(Segment segment, byte[][] unpacked) {
        int next = 0;
        for (Tensor tensor : tensors(segment)) {
            tensor.setData(
                    TensorPacking.pack(
                                    tensor.getName(),
                                    tensor.getDtype(),
                                    tensor.getShape(),
                                    unpacked[next++],
                                    tensor.getCodec())
                            .getData());
        }
        return segment;
    }

    private static List<Tensor> tensors(Segment segment) {
        List<Tensor> tensors = new ArrayList<>(segment.getObservations());
        tensors.add(segment.getActions());
        tensors.add(segment.getRewards());
        tensors.addAll(segment.getTargets().getDistribution());
        return tensors;
    }

    private static Segment segment(String file, int index, FrameBuffer frames) {
        Random random = new Random(31L * file.hashCode() + index);
        float[] logits = new float[STEPS * ACTIONS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        ByteBuffer cursors =
                ByteBuffer.allocate(STEPS * 2 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        cursors.asShortBuffer().put(frames.cursors(), 0, STEPS * 2);
        List<Integer> screens = List.of(STEPS, 24, 80);
        Segment segment = new Segment();
        segment.setEnvironmentId("nethack");
        segment.setEpisodeId(file);
        segment.setSegmentIndex(index);
        segment.setFirstStep((long) index * STEPS);
        segment.setLength(STEPS);
        segment.setFirstOfEpisode(index == 0);
        segment.setSource(SegmentSource.DEMONSTRATION);
        segment.setObservations(
                List.of(
                        pack("tty_chars", TensorType.U8, screens, frames.chars().clone()),
                        pack("tty_colors", TensorType.I8, screens, frames.colors().clone()),
                        pack("tty_cursor", TensorType.I16, List.of(STEPS, 2), cursors.array())));
        segment.setActions(
                pack(
                        "actions",
                        TensorType.U8,
                        List.of(STEPS),
                        Arrays.copyOf(frames.keypresses(), STEPS)));
        segment.setRewards(
                TensorPacking.packFloats(
                        "rewards", List.of(STEPS), new float[STEPS], TensorCodec.ZSTD));
        segment.setInfo(List.of());
        segment.setStrata(Map.of("dungeon-level", "1", "role", "Mon"));
        segment.setTargets(
                new Targets(
                        "0".repeat(64),
                        List.of(
                                TensorPacking.packFloats(
                                        "logits",
                                        List.of(STEPS, ACTIONS),
                                        logits,
                                        TensorCodec.RAW)),
                        List.of()));
        return segment;
    }

    private static Tensor pack(String name, TensorType type, List<Integer> shape, byte[] raw) {
        return TensorPacking.pack(name, type, shape, raw, TensorCodec.ZSTD);
    }
}
