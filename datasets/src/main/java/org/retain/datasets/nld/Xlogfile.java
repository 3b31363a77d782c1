package org.retain.datasets.nld;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The log in which NetHack writes one line per finished game: fields {@code key=value} separated by
 * tabs.
 *
 * <p>Unknown keys are kept. A line that is no such list, or that names no recording, is a problem
 * of its own and hides no other line.
 */
final class Xlogfile {

    /** Key that NLE adds: file name of the game's recording, in the log's directory. */
    private static final String RECORDING = "ttyrecname";

    private final Map<String, Map<String, String>> games = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Xlogfile() {}

    /** Reads a log. */
    static Xlogfile read(Path file) throws IOException {
        Xlogfile log = new Xlogfile();
        // A player's name may hold any byte: decoding must never fail.
        try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    log.add(number, line);
                }
            }
        }
        return log;
    }

    /** Fields of each game, by file name of its recording, in the order of the log. */
    Map<String, Map<String, String>> games() {
        return games;
    }

    /** One sentence per line that could not be used. */
    List<String> problems() {
        return problems;
    }

    private void add(int number, String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : line.split("\t")) {
            int equals = field.indexOf('=');
            if (equals <= 0) {
                problems.add(
                        "Line %d has the field '%s', expected key=value separated by tabs"
                                .formatted(number, shorten(field)));
                return;
            }
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        String recording = fields.get(RECORDING);
        if (recording == null || recording.isEmpty()) {
            problems.add(
                    "Line %d names no recording (%s): the game was played without one"
                            .formatted(number, RECORDING));
        } else if (games.put(recording, fields) != null) {
            problems.add(
                    "Line %d names %s a second time; the later line is used"
                            .formatted(number, shorten(recording)));
        }
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
