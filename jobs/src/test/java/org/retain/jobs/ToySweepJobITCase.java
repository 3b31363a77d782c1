package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;
import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.datasets.weights.WeightsVersion;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.cluster.Topics;
import org.retain.jobs.command.TestingContext;
import org.retain.jobs.command.UsageException;
import org.retain.operators.environment.toy.AppleRetrievalOptions;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.Retention;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;
import org.retain.operators.sweep.ToyRun;

/** A sweep as a job on the embedded cluster, and beside the jobs that it stands for. */
class ToySweepJobITCase {

    private static final long SEED = 5;

    @TempDir private Path directory;

    @Test
    void computesAllRunsInOrderWhateverTheParallelism() throws Exception {
        List<ToyRunSpec> specs = new ArrayList<>();
        for (String method : List.of("vanilla", "ks", "bc", "ewc")) {
            for (long seed = 0; seed < 3; seed++) {
                specs.add(TestingToyRuns.apple(method, seed));
            }
        }
        Configuration config = new Configuration();
        config.set(JobOptions.PARALLELISM, 2);

        ToySweepJob.Result result =
                ToySweepJob.run(specs, config, directory, TestingContext.standard());

        List<ToyRunResult> alone = specs.stream().map(spec -> ToyRun.of(spec).result()).toList();
        assertThat(result.runs())
                .isEqualTo(alone.stream().map(ToyRunResult::getRun).toList())
                .extracting(ExperimentRun::getEnded)
                .containsOnly("finished");
        assertThat(result.measurements())
                .isEqualTo(alone.stream().flatMap(run -> run.getMeasurements().stream()).toList());
    }

    @Test
    void refusesAWrongRunBeforeAnythingStarts() {
        ToyRunSpec wrong = TestingToyRuns.apple("vanilla", 1);
        wrong.setParameters(Map.of("distance", 4d, "size", 0.5));

        assertThatThrownBy(() -> run(wrong))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "Run vanilla-1 of experiment test: Parameter size is unknown");
        assertThatThrownBy(() -> run(TestingToyRuns.apple("bc", 1), TestingToyRuns.apple("bc", 1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Two runs of the sweep are named bc-1");
        assertThatThrownBy(this::run).hasMessageContaining("no runs");
    }

    @Test
    void theClosedLoopInLockStepLearnsTheSameWeights() throws Exception {
        ToyRunResult plain = ToyRun.of(TestingToyRuns.apple("vanilla", SEED)).result();
        List<Double> weights = values(plain, "weight");
        List<Double> biases = values(plain, "bias");

        Map<Long, double[]> learned = closedLoop();

        for (long update = 0; update <= TestingToyRuns.UPDATES; update++) {
            assertThat(learned).containsKey(update);
            assertThat(learned.get(update)[0])
                    .as("weight after %d updates", update)
                    .isCloseTo(weights.get((int) update), within(1e-5));
            assertThat(learned.get(update)[1])
                    .as("bias after %d updates", update)
                    .isCloseTo(biases.get((int) update), within(1e-5));
        }
        assertThat(weights.get(TestingToyRuns.UPDATES)).isLessThan(-0.1);
    }

    /** Weight and bias of the log-odds by updates, of FineTuneJob and RolloutJob over Kafka. */
    private Map<Long, double[]> closedLoop() throws Exception {
        Configuration given = new Configuration();
        given.set(DemoOptions.SEED, SEED);
        AppleConfiguration configuration = new AppleConfiguration(given, directory);
        Path first = directory.resolve("first.safetensors");
        PolicyWeights.zero(new VectorNetShape(1, List.of(), 0, 2)).write(first.toString());
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            Configuration config =
                    configuration.fineTuning(
                            "vanilla", Retention.NONE, first, broker.bootstrapServers());
            config.set(AppleRetrievalOptions.DISTANCE, TestingToyRuns.DISTANCE);
            config.set(AppleRetrievalOptions.SCALE, TestingToyRuns.SCALE);
            config.set(LearnerOptions.MAX_UPDATES, (long) TestingToyRuns.UPDATES);
            try (Topics topics = Topics.connect(config)) {
                topics.create();
            }
            ClosedLoop.run(config, "Training", TestingContext.standard());
        }
        return logOdds(configuration.weights("vanilla"));
    }

    private static Map<Long, double[]> logOdds(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(file -> file.toString().endsWith(".safetensors")).toList();
        }
        Map<Long, double[]> logOdds = new TreeMap<>();
        for (Path file : files) {
            String version =
                    file.getFileName().toString().replaceAll("weights-|\\.safetensors", "");
            PolicyWeights weights = PolicyWeights.read(file.toString(), Optional.empty()).weights();
            try (PolicyNetwork network = PolicyNetwork.create(weights)) {
                float[] weight = network.parameters().get("policy.weight").toFloatArray();
                float[] bias = network.parameters().get("policy.bias").toFloatArray();
                logOdds.put(
                        new WeightsVersion(Long.parseLong(version, 16)).updates(),
                        new double[] {weight[1] - weight[0], bias[1] - bias[0]});
            }
        }
        return logOdds;
    }

    private static List<Double> values(ToyRunResult result, String measure) {
        return result.getMeasurements().stream()
                .filter(found -> found.getMeasure().equals(measure))
                .map(Measurement::getValue)
                .toList();
    }

    private void run(ToyRunSpec... specs) throws Exception {
        ToySweepJob.run(List.of(specs), new Configuration(), directory, TestingContext.standard());
    }
}
