package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.datasets.segment.LogPosition;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.Targets;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.operators.actor.ActingPolicy;
import org.retain.operators.actor.Actor;
import org.retain.operators.actor.ActorOutput;
import org.retain.operators.actor.ActorSettings;
import org.retain.operators.actor.EpisodeRequest;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.random.EpisodeSeeds;
import org.retain.operators.sweep.TestingSpecs;
import org.retain.operators.sweep.ToyRun;

/**
 * The plain loop of {@link ToyRun} against the stations' classes in lock-step: {@link Actor} plays,
 * {@link PolicyAgent} learns, with the same options and seeds.
 */
class ToyRunEquivalenceTest {

    private static final int DISTANCE = 4;
    private static final double SCALE = 0.4;
    private static final int STEPS = 100;
    private static final int BATCH = 16;
    private static final double COEFFICIENT = 0.7;
    private static final double DECAY = 0.9;
    private static final VectorNetShape POLICY = new VectorNetShape(1, List.of(), 0, 2);

    private ToyRunSpec spec;
    private float[] teacher;

    @ParameterizedTest
    @CsvSource({
        "vanilla, 1000, 5000",
        "vanilla, 1e-7, 0.02",
        "ks, 1000, 5000",
        "bc, 1000, 5000",
        "ewc, 1000, 5000"
    })
    void learnsTheSameWeights(String method, String epsilon, String rate) {
        spec = TestingSpecs.apple(method, DISTANCE, SCALE);
        TestingSpecs.with(spec, "learner.adam-epsilon", epsilon);
        TestingSpecs.with(spec, "learner.learning-rate", rate);
        TestingSpecs.with(spec, "sweep.pretraining-learning-rate", rate);
        TestingSpecs.with(spec, "sweep.pretraining-updates", 4);
        TestingSpecs.with(spec, "retention.coefficient", COEFFICIENT);
        TestingSpecs.with(spec, "retention.decay", DECAY);
        ToyRunResult run = ToyRun.of(spec).result();
        List<Double> weights = TestingSpecs.values(run, "weight");
        List<Double> biases = TestingSpecs.values(run, "bias");
        teacher = new float[] {(float) (weights.get(0) / 2), (float) (biases.get(0) / 2)};

        List<float[]> learned = learned(method);

        assertThat(learned).hasSize(10);
        for (int update = 0; update < learned.size(); update++) {
            assertThat((double) learned.get(update)[0])
                    .as("weight after update %d", update + 1)
                    .isCloseTo(weights.get(update + 1), within(1e-5));
            assertThat((double) learned.get(update)[1])
                    .as("bias after update %d", update + 1)
                    .isCloseTo(biases.get(update + 1), within(1e-5));
        }
        assertThat(Math.abs(weights.get(10) - weights.get(0))).isGreaterThan(0.01);
    }

    /** Weight and bias of the log-odds after each update. */
    private List<float[]> learned(String method) {
        Configuration config = Configuration.fromMap(spec.getSettings());
        PolicyNetwork network = network();
        OptimiserSettings settings = OptimiserSettings.of(config);
        List<float[]> learned = new ArrayList<>();
        try (PolicyAgent agent =
                        new PolicyAgent(
                                network,
                                settings,
                                terms(method, config, network, settings),
                                false);
                Play play = new Play(SegmentSource.ROLLOUT, false)) {
            for (int update = 0; update < 10; update++) {
                play.actor.useWeights(
                        WeightsVersion.of(1, update).value(), ActingPolicy.of(agent.weights()));
                List<BatchRow> rows = new ArrayList<>();
                play.next().forEach(row -> rows.add(new BatchRow(answered(row), true)));
                if (method.equals("bc")) {
                    demonstrations().forEach(row -> rows.add(new BatchRow(answered(row), false)));
                }
                TrainingBatch batch =
                        new BatchAssembly(
                                        new BatchShape(
                                                rows.size(), STEPS, 0, DemonstrationState.ZERO))
                                .assemble(rows);
                assertThat(batch.refused()).isEmpty();
                assertThat(agent.update(batch, update).applied()).isTrue();
                learned.add(logOdds(network));
            }
        }
        return learned;
    }

    private List<LossTerm> terms(
            String method,
            Configuration config,
            PolicyNetwork network,
            OptimiserSettings settings) {
        CoefficientSchedule schedule = new CoefficientSchedule(COEFFICIENT, DECAY, 0);
        List<LossTerm> terms = new ArrayList<>();
        terms.add(
                new ReinforceTerm(
                        config.get(PpoOptions.DISCOUNT),
                        config.get(PpoOptions.BASELINE),
                        PpoSettings.of(config)));
        switch (method) {
            case "ks" -> terms.add(DistillationTerm.onRollouts(1000, schedule));
            case "bc" -> terms.add(DistillationTerm.onDemonstrations(false, schedule));
            case "ewc" -> terms.add(consolidation(network, settings, schedule));
            default -> {}
        }
        return terms;
    }

    private EwcTerm consolidation(
            PolicyNetwork network, OptimiserSettings settings, CoefficientSchedule schedule) {
        Map<String, NDArray> trained = PolicyAgent.trained(network, settings);
        List<NDArray> parameters =
                List.of(trained.get("policy.weight"), trained.get("policy.bias"));
        double right = 1 / (1 + Math.exp(-2 * (teacher[0] * SCALE + teacher[1])));
        float variance = (float) (right * (1 - right));
        float observed = (float) (variance * SCALE * SCALE);
        List<NDArray> fisher = new ArrayList<>();
        List<NDArray> anchor = new ArrayList<>();
        for (NDArray parameter : parameters) {
            float information = anchor.isEmpty() ? observed : variance;
            anchor.add(parameter.duplicate());
            fisher.add(
                    parameter
                            .getManager()
                            .create(new float[] {information, information}, parameter.getShape()));
        }
        return new EwcTerm(new EwcPenalty(1, anchor, fisher), parameters, schedule);
    }

    /** The teacher's weights. */
    private PolicyNetwork network() {
        PolicyNetwork network = PolicyNetwork.create(PolicyWeights.zero(POLICY));
        try (Autograd off = Autograd.off()) {
            network.parameters().get("policy.weight").set(new float[] {-teacher[0], teacher[0]});
            network.parameters().get("policy.bias").set(new float[] {-teacher[1], teacher[1]});
        }
        return network;
    }

    private static float[] logOdds(PolicyNetwork network) {
        float[] weight = network.parameters().get("policy.weight").toFloatArray();
        float[] bias = network.parameters().get("policy.bias").toFloatArray();
        return new float[] {weight[1] - weight[0], bias[1] - bias[0]};
    }

    private List<Segment> demonstrations() {
        try (PolicyNetwork network = network();
                Play play = new Play(SegmentSource.DEMONSTRATION, true)) {
            play.actor.useWeights(0, ActingPolicy.of(network.weights()));
            return play.next();
        }
    }

    /** The segment with the teacher's logits. */
    private Segment answered(Segment segment) {
        float[] observations = TensorPacking.unpackFloats(segment.getObservations().get(0));
        float[] logits = new float[2 * segment.getLength()];
        for (int t = 0; t < segment.getLength(); t++) {
            logits[2 * t + 1] = teacher[0] * observations[t] + teacher[1];
            logits[2 * t] = -logits[2 * t + 1];
        }
        segment.setTargets(
                new Targets(
                        "teacher",
                        List.of(TestingRows.floats("logits", logits, segment.getLength(), 2)),
                        List.of()));
        return segment;
    }

    /** Episodes with the seeds of a RolloutJob's first actor. */
    private final class Play implements ActorOutput, AutoCloseable {

        private final Actor actor;
        private final List<Segment> segments = new ArrayList<>();
        private long episodes;

        Play(SegmentSource source, boolean startWithApple) {
            actor =
                    new Actor(
                            new AppleRetrieval(DISTANCE, SCALE, startWithApple, STEPS)
                                    .create(BATCH),
                            new ActorSettings("run", source, STEPS, 1, spec.getSeed()),
                            this::request,
                            this);
        }

        private Optional<EpisodeRequest> request(int slot) {
            long number = episodes++;
            return Optional.of(
                    new EpisodeRequest(number, EpisodeSeeds.seed(spec.getSeed(), 0, number)));
        }

        /** The next episode of each slot. */
        List<Segment> next() {
            segments.clear();
            actor.grant(BATCH);
            while (actor.step()) {}
            return List.copyOf(segments);
        }

        @Override
        public void segment(Segment segment) {
            segment.setPosition(new LogPosition("rollouts", 0, (long) segments.size()));
            segments.add(segment);
        }

        @Override
        public void episode(Episode episode) {}

        @Override
        public void close() {
            actor.close();
        }
    }
}
