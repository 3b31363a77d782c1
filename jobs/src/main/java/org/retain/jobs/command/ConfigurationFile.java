package org.retain.jobs.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.YamlParserUtils;

/** Reads the YAML file of {@code --config}: nested maps become dotted keys, as Flink does it. */
final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * The values of the file by their dotted keys, lists and maps as Flink would parse them.
     *
     * @throws UsageException when the file cannot be read or is no YAML mapping
     */
    static Map<String, String> read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException(
                    "--config: no readable file at %s; give the path of a YAML file"
                            .formatted(file.toAbsolutePath()));
        }
        try {
            return NestedValues.flatten(YamlParserUtils.loadYamlFile(file.toFile()));
        } catch (UsageException e) {
            throw new UsageException("--config %s: %s".formatted(file, e.getMessage()), e);
        } catch (ClassCastException e) {
            throw new UsageException(
                    "--config %s: expected lines such as 'key: value', found something else"
                            .formatted(file),
                    e);
        } catch (Exception e) {
            throw new UsageException(
                    "--config %s is not valid YAML: %s"
                            .formatted(file, String.valueOf(e.getMessage()).strip()),
                    e);
        }
    }
}
