package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.experiment.Measurement;

/** How alike the layers of student and teacher remain. */
final class RepresentationSection {

    static final String CKA = "cka";
    static final String LAYER = "layer";

    private RepresentationSection() {}

    static Section of(Results results) {
        List<Measurement> all = results.of(CKA, LAYER);
        MeasureName name = MeasureName.of(CKA);
        List<Element> figures = new ArrayList<>();
        for (String layer : Strata.in(all)) {
            Curves curves =
                    new Curves(all.stream().filter(m -> m.getStratum().equals(layer)).toList());
            if (!curves.isEmpty()) {
                List<Series> series = curves.byMethod(results, name.least(), name.most());
                LinePlot plot = new LinePlot(curves.axis(), name.axis(), series).showing(0, 1);
                figures.add(Figure.lines("Layer " + layer, "", plot, curves.axis(), series));
            }
        }
        List<Element> content = new ArrayList<>();
        if (!figures.isEmpty()) {
            content.add(
                    Element.of(
                            "p",
                            "Linear centred kernel alignment of a layer’s outputs on the same recorded frames: 1 where they differ from the teacher’s by no more than rotation and scale. "
                                    + Spread.CAPTION));
            content.add(Figure.grid(figures));
        }
        return new Section(
                "representation", "Layers against the teacher’s", "cka by layer", content);
    }
}
