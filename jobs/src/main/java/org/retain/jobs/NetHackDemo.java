package org.retain.jobs;

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.sample.BundledSample;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.Summary;
import org.retain.operators.evaluation.EvaluationReport;

/** Three recorded games become a teacher, and a student that starts from it plays and learns. */
final class NetHackDemo implements Demo {

    @Override
    public Summary run(Configuration given, Path directory, CommandContext context)
            throws Exception {
        long start = System.nanoTime();
        NetHackConfiguration configuration = new NetHackConfiguration(given, directory);
        NetHackOutput output = new NetHackOutput(context.out());

        Path games = BundledSample.extractTo(directory.resolve("games"));
        Map<String, Object> preprocessed =
                new PreprocessCommand().run(configuration.preprocessing(games), context).values();
        output.preprocessed(preprocessed, seconds(start));

        long since = System.nanoTime();
        Map<String, Object> teacher =
                new PretrainCommand().run(configuration.pretraining(), context).values();
        output.pretrained(teacher, seconds(since));

        since = System.nanoTime();
        EvaluationReport before = evaluate("teacher", teacher, configuration, context);
        output.evaluated("teacher", before, seconds(since));

        since = System.nanoTime();
        ClosedLoop.Outcome outcome = fineTune(configuration, teacher, context);
        output.fineTuned(outcome, seconds(since));

        since = System.nanoTime();
        Map<String, Object> student = outcome.report().summary().values();
        EvaluationReport after = evaluate("student", student, configuration, context);
        output.evaluated("student", after, seconds(since));
        return NetHackOutput.summary(teacher, before, outcome, after, seconds(start));
    }

    private static ClosedLoop.Outcome fineTune(
            NetHackConfiguration configuration, Map<String, Object> teacher, CommandContext context)
            throws Exception {
        try (TrainingTopics topics =
                TrainingTopics.create(configuration.fineTuning(teacher), "demo")) {
            return ClosedLoop.run(topics.config(), "Fine-tuning", context);
        }
    }

    private static EvaluationReport evaluate(
            String who,
            Map<String, Object> weights,
            NetHackConfiguration configuration,
            CommandContext context)
            throws Exception {
        return EvaluationReport.of(
                EvaluateCommand.evaluate(
                                configuration.evaluation(who, weights),
                                configuration.episodes(who),
                                context)
                        .episodes());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
