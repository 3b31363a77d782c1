package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.LearningRateSchedule;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** Small agents, and what they hold. */
final class TestingAgents {

    static final PolicyShape PLAIN =
            new VectorNetShape(TestingRows.OBSERVATION, List.of(5), 0, TestingRows.ACTIONS);
    static final PolicyShape RECURRENT =
            new VectorNetShape(TestingRows.OBSERVATION, List.of(5), 4, TestingRows.ACTIONS);
    static final long SEED = 3;

    private TestingAgents() {}

    static PolicyAgent agent(PolicyShape shape, LossTerm... terms) {
        return agent(shape, settings(List.of(), 0), terms);
    }

    static PolicyAgent agent(PolicyShape shape, OptimiserSettings settings, LossTerm... terms) {
        return new PolicyAgent(
                PolicyNetwork.create(PolicyWeights.random(shape, SEED)),
                settings,
                List.of(terms),
                false);
    }

    static OptimiserSettings settings(List<String> freeze, long criticUpdates) {
        return new OptimiserSettings(
                new AdamSettings(0.9, 0.999, 1e-7, 0),
                new LearningRateSchedule(0.02, 0),
                4,
                freeze,
                criticUpdates);
    }

    static PpoTerm ppo() {
        return new PpoTerm(PpoSettings.of(new Configuration()));
    }

    static PpoTerm ppo(Configuration config) {
        return new PpoTerm(PpoSettings.of(config));
    }

    static DistillationTerm kickstarting() {
        return DistillationTerm.onRollouts(1000, CoefficientSchedule.constant(1));
    }

    static DistillationTerm cloningTeacher() {
        return DistillationTerm.onDemonstrations(false, CoefficientSchedule.constant(1));
    }

    /** Bits of all arrays, moments of the optimiser included: gradients show there. */
    static Map<String, List<Integer>> bits(Agent agent) {
        return bits(agent.arrays());
    }

    static Map<String, List<Integer>> bits(Map<String, NDArray> arrays) {
        Map<String, List<Integer>> bits = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> {
                    float[] values = array.toFloatArray();
                    Integer[] raw = new Integer[values.length];
                    for (int i = 0; i < raw.length; i++) {
                        raw[i] = Float.floatToRawIntBits(values[i]);
                    }
                    bits.put(name, List.of(raw));
                });
        return bits;
    }

    /** What an agent holds after one update by a batch. */
    static Map<String, List<Integer>> after(PolicyAgent agent, TrainingBatch batch) {
        try (agent) {
            Update update = agent.update(batch, 0);
            assertThat(update.applied()).as(String.valueOf(update.reason())).isTrue();
            return bits(agent);
        }
    }

    /** An agent's checkpoint. */
    static byte[] write(Agent agent) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        agent.write(out);
        NativeState.write(agent.arrays(), out);
        return bytes.toByteArray();
    }

    static void read(Agent agent, byte[] state) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
        agent.read(in);
        NativeState.read(agent.arrays(), in);
        assertThat(in.available()).isZero();
    }
}
