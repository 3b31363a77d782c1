package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.retain.datasets.segment.Segment;
import org.retain.operators.learner.loss.LearningRateSchedule;
import org.retain.operators.learner.loss.SacTarget;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyWeights;

/** Small agents of soft actor-critic, their state as bytes, and random batches for them. */
final class TestingSac {

    static final double RATE = 3e-3;

    private TestingSac() {}

    static OptimiserSettings optimiser() {
        return optimiser(0);
    }

    static OptimiserSettings optimiser(long criticUpdates) {
        return new OptimiserSettings(
                new AdamSettings(0.9, 0.999, 1e-7, 0),
                new LearningRateSchedule(RATE, 0),
                Double.POSITIVE_INFINITY,
                List.of(),
                criticUpdates);
    }

    static SacSettings settings(int updatesPerBatch, double initialLogTemperature) {
        return new SacSettings(
                new SacTarget(0.9),
                0.995,
                0.1,
                initialLogTemperature,
                List.of(16, 16),
                1,
                updatesPerBatch,
                new RewardScaling(1, Double.POSITIVE_INFINITY),
                7);
    }

    static GaussianPolicy policy(int observation, int heads, int actions) {
        return GaussianPolicy.create(
                PolicyWeights.random(
                        new GaussianNetShape(observation, List.of(16, 16), heads, actions), 3));
    }

    static SacAgent agent(GaussianPolicy policy, SacSettings settings, ActorTerm retention) {
        return new SacAgent(policy, optimiser(), settings, retention);
    }

    /** Rows of two steps of observations [3 + one-hot of 2] and actions [2]. */
    static TrainingBatch twoStageBatch(long seed, int rows) {
        Random random = new Random(seed);
        TestingTransitions batch = new TestingTransitions(2);
        for (int row = 0; row < rows; row++) {
            float[][] observations = new float[3][5];
            float[][] actions = new float[2][2];
            for (int t = 0; t < 3; t++) {
                for (int i = 0; i < 3; i++) {
                    observations[t][i] = (float) random.nextGaussian();
                }
                observations[t][3 + random.nextInt(2)] = 1;
            }
            for (float[] action : actions) {
                action[0] = 2 * random.nextFloat() - 1;
                action[1] = 2 * random.nextFloat() - 1;
            }
            float[] rewards = {random.nextFloat(), random.nextFloat()};
            Segment segment = TestingTransitions.segment(observations, actions, rewards);
            segment.setTerminated(row % 3 == 0);
            batch.add(false, segment);
        }
        return batch.batch();
    }

    /** Everything that the next update depends on. */
    static byte[] state(Agent agent) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NativeState.write(agent.arrays(), bytes);
        agent.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static void restore(Agent agent, byte[] state) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
        NativeState.read(agent.arrays(), in);
        agent.read(in);
    }

    static Map<String, float[]> values(Agent agent) {
        Map<String, float[]> values = new TreeMap<>();
        agent.arrays().forEach((name, array) -> values.put(name, floats(array)));
        return values;
    }

    private static float[] floats(NDArray array) {
        return array.toFloatArray();
    }
}
