package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** An agent that learns nothing: its updates end as the test says. */
final class TestingAgent implements Agent {

    static final Map<String, Double> FIGURES = Map.of("loss", 7.5);

    final List<Long> applied = new ArrayList<>();
    boolean finite = true;
    private final Queue<Update> updates = new ArrayDeque<>();

    TestingAgent applies(int count) {
        for (int i = 0; i < count; i++) {
            updates.add(new Update(true, null, FIGURES));
        }
        return this;
    }

    TestingAgent skips(int count) {
        for (int i = 0; i < count; i++) {
            updates.add(new Update(false, "the loss is NaN", FIGURES));
        }
        return this;
    }

    /** Updates for which there is not enough data yet. */
    TestingAgent waits(int count) {
        for (int i = 0; i < count; i++) {
            updates.add(new Update(false, null, Map.of()));
        }
        return this;
    }

    @Override
    public Update update(TrainingBatch batch, long before) {
        applied.add(before);
        return updates.remove();
    }

    @Override
    public Map<String, NDArray> arrays() {
        return Map.of();
    }

    @Override
    public void write(DataOutputStream out) {}

    @Override
    public void read(DataInputStream in) {}

    @Override
    public boolean finite() {
        return finite;
    }

    @Override
    public PolicyWeights weights() {
        return PolicyWeights.random(new VectorNetShape(2, List.of(), 0, 2), 1);
    }

    @Override
    public String device() {
        return "none";
    }

    @Override
    public void close() {}
}
