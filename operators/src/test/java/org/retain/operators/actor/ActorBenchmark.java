package org.retain.operators.actor;

import ai.djl.ndarray.NDManager;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.policy.Observations;
import org.retain.operators.policy.PolicyInput;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyShape;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.Screens;
import org.retain.operators.policy.SmallNetShape;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.policy.Vectors;

/**
 * What an actor costs beside its environment and its policy's forward pass: microseconds of a
 * slot's step for the forward pass alone, for the actor without segments, with segments and with
 * segments of encodings, and for the environment alone.
 */
final class ActorBenchmark {

    private static final int SEGMENT = 32;
    private static final double SECONDS = 4;

    private ActorBenchmark() {}

    public static void main(String[] args) {
        System.out.printf(
                "%-34s %9s %9s %9s %9s %9s%n",
                "us of a slot's step", "forward", "env", "play", "record", "encode");
        for (int slots : new int[] {16, 64}) {
            measure(
                    "screens, small net, " + slots,
                    SmallNetShape.DEFAULT,
                    () -> TestingEnvironment.ofStills(slots));
        }
        for (int slots : new int[] {64, 2000}) {
            measure(
                    "apple retrieval, 64 units, " + slots,
                    new VectorNetShape(1, List.of(64), 0, 2),
                    () -> new AppleRetrieval(10, 1, false, 100).create(slots));
        }
    }

    private static void measure(
            String name, PolicyShape shape, Supplier<Environment> environments) {
        PolicyWeights weights = PolicyWeights.random(shape, 1);
        System.out.printf(
                Locale.ROOT,
                "%-34s %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                name,
                forward(weights, environments.get()),
                environment(environments.get()),
                actor(weights, environments.get(), 0, false),
                actor(weights, environments.get(), SEGMENT, false),
                actor(weights, environments.get(), SEGMENT, true));
    }

    private static double actor(
            PolicyWeights weights, Environment environment, int steps, boolean encodings) {
        ActorSettings settings =
                new ActorSettings("run", SegmentSource.ROLLOUT, steps, 1, 1, encodings);
        int slots = environment.slots();
        try (Actor actor =
                new Actor(
                        environment,
                        settings,
                        slot -> Optional.of(new EpisodeRequest(0, slot)),
                        new Nowhere())) {
            actor.useWeights(
                    1, encodings ? ActingPolicy.withEncodings(weights) : ActingPolicy.of(weights));
            actor.grant(1L << 40);
            return micros(actor::step, slots);
        }
    }

    private static double environment(Environment environment) {
        try (environment) {
            BitSet all = new BitSet();
            all.set(0, environment.slots());
            ByteBuffer actions = ByteBuffer.allocateDirect(environment.slots());
            for (int slot = 0; slot < environment.slots(); slot++) {
                environment.reset(slot, slot);
            }
            return micros(
                    () -> {
                        environment.step(all, actions);
                        for (int slot = 0; slot < environment.slots(); slot++) {
                            if (environment.terminated(slot) || environment.truncated(slot)) {
                                environment.reset(slot, slot);
                            }
                        }
                    },
                    environment.slots());
        }
    }

    private static double forward(PolicyWeights weights, Environment environment) {
        int slots = environment.slots();
        int[] lengths = new int[slots];
        Arrays.fill(lengths, 1);
        for (int slot = 0; slot < slots; slot++) {
            environment.reset(slot, slot);
        }
        Observations observations =
                weights.shape() instanceof SmallNetShape
                        ? new Screens(
                                environment.observation(0),
                                environment.observation(1),
                                environment.observation(2),
                                ByteBuffer.allocateDirect(slots))
                        : new Vectors(environment.observation(0));
        PolicyInput input = new PolicyInput(1, slots, observations, null, lengths);
        try (environment;
                PolicyNetwork network = PolicyNetwork.create(weights)) {
            return micros(
                    () -> {
                        try (NDManager scope = network.newScope()) {
                            network.forward(
                                            scope,
                                            input,
                                            weights.shape().core() == 0
                                                    ? null
                                                    : network.zeroState(scope, slots))
                                    .values()
                                    .toFloatArray();
                        }
                    },
                    slots);
        }
    }

    /** The second of two measurements, in time of this thread: PyTorch is to have no other. */
    private static double micros(Runnable step, int slots) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double micros = 0;
        for (int round = 0; round < 2; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long steps = 0;
            while (threads.getCurrentThreadCpuTime() - start < SECONDS * 1e9) {
                step.run();
                steps += slots;
            }
            micros = (threads.getCurrentThreadCpuTime() - start) / 1e3 / steps;
        }
        return micros;
    }

    private static final class Nowhere implements ActorOutput {

        @Override
        public void segment(Segment segment) {}

        @Override
        public void episode(Episode episode) {}
    }
}
