package org.retain.operators.policy;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steps per second of recurrent inference with a batch of 64, as environments need it: one step a
 * call, logits read out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class PolicyInferenceBenchmark {

    private static final int BATCH = 64;
    private static final int CELLS = 24 * 80;

    /** Widths of the policy. */
    public enum Widths {
        SMALL(new ScaledNetShape(16, 32, 64, 128, 128, 121)),
        FULL(ScaledNetShape.FULL);

        private final ScaledNetShape shape;

        Widths(ScaledNetShape shape) {
            this.shape = shape;
        }
    }

    @Param public Widths widths;

    private PolicyNetwork network;
    private NDManager manager;
    private PolicyInput input;
    private RecurrentState state;

    @Setup
    public void create() {
        network = PolicyNetwork.create(PolicyWeights.random(widths.shape, 1));
        manager = network.newScope();
        Random random = new Random(1);
        int[] lengths = new int[BATCH];
        Arrays.fill(lengths, 1);
        ByteBuffer cursor = ByteBuffer.allocateDirect(BATCH * 2 * Short.BYTES);
        for (int i = 0; i < BATCH; i++) {
            cursor.put((byte) 10).put((byte) 0).put((byte) 10).put((byte) 0);
        }
        input =
                new PolicyInput(
                        1,
                        BATCH,
                        new Screens(
                                bytes(random, CELLS, 256),
                                bytes(random, CELLS, 16),
                                cursor.flip(),
                                bytes(random, 1, 121)),
                        null,
                        lengths);
        state = network.zeroState(manager, BATCH);
    }

    @TearDown
    public void close() {
        network.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float[] step() {
        try (NDManager scope = network.newScope()) {
            PolicyOutput output = network.forward(scope, input, state);
            state.h().close();
            state.c().close();
            state = output.state();
            state.attach(manager);
            return output.logits().toFloatArray();
        }
    }

    private static ByteBuffer bytes(Random random, int perRow, int bound) {
        ByteBuffer data = ByteBuffer.allocateDirect(BATCH * perRow);
        while (data.hasRemaining()) {
            data.put((byte) random.nextInt(bound));
        }
        return data.flip();
    }
}
