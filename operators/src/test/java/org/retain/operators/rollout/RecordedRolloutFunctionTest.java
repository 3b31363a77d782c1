package org.retain.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/** Tests for {@link RecordedRolloutFunction}. */
class RecordedRolloutFunctionTest {

    private static final PolicyWeights WEIGHTS =
            PolicyWeights.random(new SmallNetShape(4, 8, 16, 8, 121), 1);
    private static final int STEPS = 3;

    @TempDir private Path directory;

    private String file;
    private String sha256;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("weights.safetensors").toString();
        sha256 = WEIGHTS.write(file);
    }

    @Test
    void keepsTheStateOfEachEpisodeAlsoThroughARestart() throws Exception {
        List<Segment> found = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            play(harness, 0);
            play(harness, 1);
            snapshot = harness.snapshot(1, 1);
            found.addAll(harness.extractOutputValues());
        }
        try (var harness = harness()) {
            harness.initializeState(snapshot);
            harness.open();
            play(harness, 2);
            found.addAll(harness.extractOutputValues());
            assertThat(harness.numKeyedStateEntries()).as("states of ended episodes").isZero();
        }

        assertThat(found).containsExactlyElementsOf(expected());
    }

    private static void play(
            KeyedOneInputStreamOperatorTestHarness<String, Segment, Segment> harness, int index)
            throws Exception {
        harness.processElement(segment("a", index), 0);
        harness.processElement(segment("b", index), 0);
    }

    private static Segment segment(String episode, int index) {
        return TestingSegments.demonstration(episode, index, STEPS, index == 2);
    }

    private static List<Segment> expected() {
        List<List<Segment>> episodes = new ArrayList<>();
        try (RecordedRollouts rollouts = new RecordedRollouts(PolicyNetwork.create(WEIGHTS))) {
            for (String episode : List.of("a", "b")) {
                List<Segment> recorded = new ArrayList<>();
                float[] state = null;
                for (int index = 0; index <= 2; index++) {
                    var next = rollouts.record(segment(episode, index), state);
                    recorded.add(next.rollout());
                    state = next.state();
                }
                episodes.add(recorded);
            }
        }
        List<Segment> turns = new ArrayList<>();
        for (int index = 0; index <= 2; index++) {
            turns.add(episodes.get(0).get(index));
            turns.add(episodes.get(1).get(index));
        }
        return turns;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Segment, Segment> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new StreamMap<>(new RecordedRolloutFunction(file, sha256)),
                Segment::getEpisodeId,
                Types.STRING);
    }
}
