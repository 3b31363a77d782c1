package org.retain.jobs.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.YamlParserUtils;
import org.retain.jobs.command.OptionCheck;
import org.retain.jobs.command.UsageException;

/** Finds the file of an experiment: one of those that come with Retain, by its name, or a path. */
public final class ExperimentFile {

    /** Names of the experiments that come with Retain. */
    public static final List<String> INCLUDED =
            List.of(
                    "two-state-mdp",
                    "apple-retrieval",
                    "nethack-small",
                    "nethack-paper",
                    "nethack-paper-released",
                    "nethack-paper-baselines");

    private static final String SUFFIX = ".yaml";

    private ExperimentFile() {}

    /**
     * Reads an experiment.
     *
     * @param nameOrFile name of an included one, or path of a YAML file
     * @param quick whether the values below {@code quick} go over the others
     * @throws UsageException when there is no such file, or it says what cannot be
     */
    public static Experiment read(String nameOrFile, boolean quick) {
        if (nameOrFile.endsWith(SUFFIX) || nameOrFile.endsWith(".yml")) {
            return parse(nameOrFile, text(Path.of(nameOrFile)), quick);
        }
        if (!INCLUDED.contains(nameOrFile)) {
            throw OptionCheck.unknown(
                    "experiment '%s', which is neither a file *.yaml nor one that comes with Retain"
                            .formatted(nameOrFile),
                    nameOrFile,
                    INCLUDED);
        }
        String resource = "/experiments/" + nameOrFile + SUFFIX;
        try (InputStream in = ExperimentFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Retain lacks its " + resource);
            }
            return parse(nameOrFile, new String(in.readAllBytes(), UTF_8), quick);
        } catch (IOException e) {
            throw new IllegalStateException("Retain's %s cannot be read".formatted(resource), e);
        }
    }

    /** The experiment of a text. */
    static Experiment parse(String place, String text, boolean quick) {
        Map<?, ?> yaml;
        try {
            yaml = YamlParserUtils.convertToObject(text, Map.class);
        } catch (RuntimeException e) {
            throw new UsageException(
                    "%s is no YAML of an experiment: %s"
                            .formatted(place, String.valueOf(e.getMessage()).strip()),
                    e);
        }
        return new ExperimentParser(place).parse(yaml, quick);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(
                    "No readable experiment at %s (%s); give the path of a YAML file, or one of %s"
                            .formatted(
                                    file.toAbsolutePath(),
                                    e.getMessage(),
                                    String.join(", ", INCLUDED)),
                    e);
        }
    }
}
