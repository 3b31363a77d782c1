package org.retain.operators.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.parquet.SegmentParquetWriter;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.learner.PretrainOptions;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;

/** Recorded games whose screens tell level and turn, and policies to probe on them. */
final class TestingProbe {

    static final int STEPS = 4;
    static final int SEGMENTS = 3;
    static final SmallNetShape SHAPE = new SmallNetShape(4, 8, 8, 8, 121);

    private TestingProbe() {}

    /** Writes games; returns their segments. */
    static List<List<Segment>> write(Path shards, int games) throws IOException {
        Files.createDirectories(shards);
        List<List<Segment>> all = new ArrayList<>();
        try (SegmentParquetWriter writer =
                new SegmentParquetWriter(shards.resolve("shard-00000.parquet"))) {
            for (int game = 0; game < games; game++) {
                List<Segment> segments = new ArrayList<>();
                for (int i = 0; i < SEGMENTS; i++) {
                    Segment segment =
                            TestingSegments.demonstration(
                                    "game-" + game, i, STEPS, i == SEGMENTS - 1);
                    show(segment);
                    writer.write(segment);
                    segments.add(segment);
                }
                all.add(segments);
            }
            writer.finish();
        }
        return all;
    }

    /** The level that a step's screen shows. */
    static int level(int step) {
        return step < 6 ? 1 : 3;
    }

    /** The turn that a step's screen shows: 500 to 3800. */
    static int turn(int step) {
        return 500 + 300 * step;
    }

    /** Writes the lowest line of each screen but the second, which shows none. */
    private static void show(Segment segment) {
        Tensor tensor = segment.getObservations().get(0);
        byte[] chars = TensorPacking.unpack(tensor);
        for (int t = 0; t <= segment.getLength(); t++) {
            int step = (int) segment.getFirstStep() + t;
            String line =
                    t == 1
                            ? ""
                            : "Dlvl:%d $:0 HP:15(15) Pw:2(2) AC:4 Xp:1/3 T:%d"
                                    .formatted(level(step), turn(step));
            byte[] bytes = "%-160s".formatted("%-80s%s".formatted("", line)).getBytes(US_ASCII);
            System.arraycopy(bytes, 0, chars, t * 24 * 80 + 22 * 80, bytes.length);
        }
        segment.getObservations()
                .set(
                        0,
                        TensorPacking.pack(
                                tensor.getName(),
                                TensorType.U8,
                                tensor.getShape(),
                                chars,
                                TensorCodec.ZSTD));
    }

    /** Logits of each step of a game that is played alone. */
    static List<float[]> play(PolicyNetwork network, NDManager scope, List<Segment> game) {
        List<float[]> logits = new ArrayList<>();
        RecurrentState state = network.zeroState(scope, 1);
        for (Segment segment : game) {
            byte[] actions = TensorPacking.unpack(segment.getActions());
            byte[] previous = new byte[actions.length];
            previous[0] = TensorPacking.unpack(segment.getPreviousAction())[0];
            System.arraycopy(actions, 0, previous, 1, actions.length - 1);
            List<ByteBuffer> seen =
                    segment.getObservations().stream()
                            .map(tensor -> ByteBuffer.wrap(TensorPacking.unpack(tensor)))
                            .toList();
            PolicyOutput output =
                    network.forward(
                            scope,
                            new PolicyInput(
                                    segment.getLength(),
                                    1,
                                    new Screens(
                                            seen.get(0),
                                            seen.get(1),
                                            seen.get(2),
                                            ByteBuffer.wrap(previous)),
                                    null,
                                    new int[] {segment.getLength()}),
                            state);
            state = output.state();
            float[] all = output.logits().toFloatArray();
            for (int t = 0; t < segment.getLength(); t++) {
                logits.add(Arrays.copyOfRange(all, 121 * t, 121 * (t + 1)));
            }
        }
        return logits;
    }

    static PolicyWeights weights(long seed) {
        return PolicyWeights.random(SHAPE, seed);
    }

    /** Options for all games in a directory, with a teacher of seed 1 beside. */
    static Configuration options(Path directory) throws IOException {
        Path teacher = directory.resolve("teacher.safetensors");
        weights(1).write(teacher.toString());
        return new Configuration()
                .set(PretrainOptions.INPUT, directory.resolve("shards").toString())
                .set(PretrainOptions.HELD_OUT, 0.0)
                .set(PretrainOptions.STEPS, STEPS)
                .set(ProbeOptions.TEACHER, teacher.toString())
                .set(ProbeOptions.OUTPUT, directory.resolve("out").toString())
                .set(ProbeOptions.FRAMES, 0L);
    }
}
