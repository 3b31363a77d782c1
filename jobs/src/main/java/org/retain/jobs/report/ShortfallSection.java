package org.retain.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** What the results do not show, computed from them, and below it what they do. */
final class ShortfallSection {

    private ShortfallSection() {}

    static Section of(Results results, List<Arm> arms) {
        List<Check> checks = new ArrayList<>(RunChecks.of(results));
        checks.addAll(NetHackChecks.of(results, arms));
        checks.addAll(TwoStateChecks.of(results));
        checks.addAll(AppleChecks.of(results));
        List<Element> content = new ArrayList<>();
        if (!checks.isEmpty()) {
            content.add(
                    Element.of(
                                    "p",
                                    "Each line is computed from the results; nothing here is written by hand.")
                            .with("class", "note"));
            List<Check> unmet = checks.stream().filter(check -> !check.met()).toList();
            content.add(
                    unmet.isEmpty()
                            ? Element.of(
                                    "p", "None of %d checks fell short.".formatted(checks.size()))
                            : list(unmet, "unmet"));
            List<Check> met = checks.stream().filter(Check::met).toList();
            if (!met.isEmpty()) {
                content.add(Element.of("h3", "What was reached"));
                content.add(list(met, "met"));
            }
        }
        return new Section("shortfall", "What was not reached", "runs", content);
    }

    private static Element list(List<Check> checks, String cssClass) {
        Element list = Element.of("ul").with("class", "checks " + cssClass);
        checks.forEach(check -> list.add(Element.of("li", check.text())));
        return list;
    }
}
