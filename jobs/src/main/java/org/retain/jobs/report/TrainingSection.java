package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.retain.datasets.experiment.ExperimentRun;
import org.retain.datasets.experiment.Measurement;

/** The learner's own figures over training. */
final class TrainingSection {

    private static final int MOST = 16;

    /** Which figures come first; others follow by name. */
    private static final List<String> ORDER =
            List.of(
                    "episode_return",
                    "episode_steps",
                    "loss",
                    "policy_loss",
                    "value_loss",
                    "entropy",
                    "retention_loss",
                    "retention_coefficient");

    private static final Set<String> PLAYED = Set.of("episode_return", "episode_steps");

    private TrainingSection() {}

    static Section of(Results results) {
        List<Element> figures = new ArrayList<>();
        for (String measure : drawn(results)) {
            Curves curves = curves(results, measure);
            MeasureName name = MeasureName.of(measure);
            List<Series> series = curves.byMethod(results, name.least(), name.most());
            LinePlot plot = new LinePlot(curves.axis(), name.axis(), series);
            figures.add(Figure.lines(name.title(), "", plot, curves.axis(), series));
        }
        List<Element> content = new ArrayList<>();
        if (!figures.isEmpty()) {
            content.add(
                    Element.of(
                            "p",
                            "Figures of the learner. Where there are very many updates, or seeds were reported at different ones, a point is the mean within a bin. "
                                    + Spread.CAPTION));
            content.add(Figure.grid(figures));
        }
        return new Section("training", "Training", "figures of the learner over updates", content);
    }

    private static Curves curves(Results results, String measure) {
        return new Curves(results.of(measure).stream().filter(TrainingSection::shows).toList());
    }

    /**
     * Whether a measurement is of the training itself: what the learner reported, and what the
     * episodes that it was played came to. Probes, which tell over how many frames, share some
     * names.
     */
    static boolean shows(Measurement measurement) {
        return measurement.getStratumKind().isEmpty()
                && (measurement.getCount() == 0 || PLAYED.contains(measurement.getMeasure()));
    }

    /** Runs that differ in more than method and seed say nothing when they are averaged. */
    private static boolean isSweep(Results results) {
        return results.runs().stream().map(ExperimentRun::getParameters).distinct().count() > 1;
    }

    /** The measures that this section draws. */
    static List<String> drawn(Results results) {
        if (isSweep(results)) {
            return List.of();
        }
        Set<String> found = new TreeSet<>();
        results.where(TrainingSection::shows).stream()
                .map(Measurement::getMeasure)
                .filter(m -> !ForgettingSection.MEASURES.contains(m))
                .forEach(found::add);
        List<String> measures = new ArrayList<>(ORDER);
        measures.retainAll(found);
        found.removeAll(measures);
        measures.addAll(found);
        return measures.stream().filter(m -> curves(results, m).varies()).limit(MOST).toList();
    }
}
