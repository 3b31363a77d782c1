package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.jobs.cluster.EmbeddedBroker;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.operators.learner.Retention;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/**
 * The state coverage gap in small (Wołczyk, Cupiał et al. 2024, appendix A.2): a teacher that can
 * carry the apple home is fine-tuned on the whole task, in which it must first learn to fetch it.
 * Meanwhile it forgets the way home, unless it goes on imitating the teacher there.
 */
final class AppleDemo implements Demo {

    private static final VectorNetShape POLICY = new VectorNetShape(1, List.of(), 0, 2);
    private static final int DEMONSTRATIONS = 20;
    private static final List<Retention> METHODS = List.of(Retention.NONE, Retention.BC);

    @Override
    public Summary run(Configuration given, Path directory, CommandContext context)
            throws Exception {
        long start = System.nanoTime();
        AppleConfiguration configuration = new AppleConfiguration(given, directory);
        AppleOutput output = new AppleOutput(context.out());
        List<AppleLearner> learners = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.temporary()) {
            AppleTraining training =
                    new AppleTraining(configuration, broker.bootstrapServers(), context);
            AppleLearner teacher = training.teacher(first(directory));
            learners.add(teacher);
            output.trained(teacher);
            List<Segment> demonstrations =
                    new PlainPlay(configuration.environment(true), DEMONSTRATIONS)
                            .demonstrations(read(teacher.weights()), AppleConfiguration.STEPS);
            for (Retention method : METHODS) {
                AppleLearner student = training.student(method, teacher, demonstrations);
                learners.add(student);
                output.trained(student);
            }
        }
        output.course(learners.subList(1, learners.size()));
        Map<String, AppleScore> scores = new LinkedHashMap<>();
        for (AppleLearner learner : learners) {
            scores.put(
                    learner.name(),
                    AppleScore.of(
                            evaluate(learner, true, configuration, context),
                            evaluate(learner, false, configuration, context)));
        }
        output.scores(scores);
        return AppleOutput.summary(learners, scores, (System.nanoTime() - start) / 1e9);
    }

    private static Path first(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path weights = directory.resolve("first.safetensors");
        PolicyWeights.zero(POLICY).write(weights.toString());
        return weights;
    }

    private static List<Episode> evaluate(
            AppleLearner learner,
            boolean phase2,
            AppleConfiguration configuration,
            CommandContext context)
            throws Exception {
        Path output = configuration.evaluation(learner.name(), phase2);
        return EvaluateCommand.evaluate(
                        configuration.evaluation(output, learner.weights(), phase2),
                        output,
                        context)
                .episodes();
    }

    private static PolicyWeights read(Path weights) {
        return PolicyWeights.read(weights.toString(), Optional.empty()).weights();
    }
}
