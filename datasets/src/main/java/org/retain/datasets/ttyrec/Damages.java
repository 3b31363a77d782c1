package org.retain.datasets.ttyrec;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong with one recording. Repeated damages of one kind are counted, not kept. */
final class Damages {

    private final List<String> once = new ArrayList<>();
    private final Repeated missingScores =
            new Repeated("has no score record: the score before it is repeated");
    private final Repeated extraScores =
            new Repeated("has more than one score record: the last one counts");
    private final Repeated shortScores =
            new Repeated("has a score record of less than 4 bytes: it is passed over");

    void add(String sentence) {
        once.add(sentence);
    }

    void missingScore(long frame) {
        missingScores.at(frame);
    }

    void extraScore(long frame) {
        extraScores.at(frame);
    }

    void shortScore(long frame) {
        shortScores.at(frame);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>(once);
        missingScores.describe(sentences);
        extraScores.describe(sentences);
        shortScores.describe(sentences);
        return List.copyOf(sentences);
    }

    private static final class Repeated {

        private final String what;
        private long first;
        private long count;

        private Repeated(String what) {
            this.what = what;
        }

        private void at(long frame) {
            if (count++ == 0) {
                first = frame;
            }
        }

        private void describe(List<String> sentences) {
            if (count > 0) {
                String more = count == 1 ? "" : " (and %,d more frames)".formatted(count - 1);
                sentences.add("Frame %,d%s %s".formatted(first, more, what));
            }
        }
    }
}
