package org.retain.operators.environment.nethack;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What {@link NetHackOptions} say, checked.
 *
 * @param library directory of an own installation, null for the cache
 * @param character as in NLE, such as {@code mon-hum-neu-mal}, or {@code @}
 * @param maxSteps steps after which an episode is cut off, at least 1
 * @param noProgressSteps steps without a turn after which it is cut off, at least 1
 * @param recordingDirectory null where nothing is recorded
 */
record NetHackSettings(
        String library,
        String character,
        int maxSteps,
        int noProgressSteps,
        String recordingDirectory)
        implements Serializable {

    // The character goes into NetHack's list of options: anything beyond these words could switch
    // the wizard mode on, in which an agent can abort the process.
    private static final Pattern CHARACTER =
            Pattern.compile(
                    "@|(?!val.*-mal)(arc|bar|cav|hea|kni|mon|pri|ran|rog|sam|tou|val|wiz)"
                            + "(-(hum|elf|dwa|gno|orc))?(-(law|neu|cha))?(-(mal|fem))?");

    private static final List<String> ALIGNMENTS = List.of("cha", "neu", "law");
    private static final Set<String> GENDERS = Set.of("mal", "fem");

    NetHackSettings {
        if (!CHARACTER.matcher(character).matches()) {
            throw refusal(
                    NetHackOptions.CHARACTER,
                    "found '"
                            + character
                            + "', expected @ or role-race-alignment-gender such as"
                            + " mon-hum-neu-mal");
        }
        if (maxSteps < 1) {
            throw refusal(NetHackOptions.MAX_STEPS, "found " + maxSteps + ", expected at least 1");
        }
        if (noProgressSteps < 1) {
            throw refusal(
                    NetHackOptions.NO_PROGRESS_STEPS,
                    "found " + noProgressSteps + ", expected at least 1");
        }
    }

    /** Reads the options. */
    static NetHackSettings of(ReadableConfig config) {
        return new NetHackSettings(
                config.get(NetHackOptions.LIBRARY),
                config.get(NetHackOptions.CHARACTER),
                config.get(NetHackOptions.MAX_STEPS),
                config.get(NetHackOptions.NO_PROGRESS_STEPS),
                config.get(NetHackOptions.RECORDING_DIRECTORY));
    }

    /**
     * Whether a game began as asked. NetHack silently takes another race, alignment or gender where
     * a role does not allow those asked for.
     *
     * @param role three letters, such as {@code Mon}
     * @param race three letters, such as {@code Hum}
     * @param alignment -1 chaotic, 0 neutral, 1 lawful
     */
    boolean describes(String role, String race, int alignment) {
        Set<String> found =
                Set.of(
                        role.toLowerCase(Locale.ROOT),
                        race.toLowerCase(Locale.ROOT),
                        ALIGNMENTS.get(alignment + 1));
        return character.equals("@")
                || Arrays.stream(character.split("-"))
                        .filter(word -> !GENDERS.contains(word))
                        .allMatch(found::contains);
    }

    private static IllegalArgumentException refusal(ConfigOption<?> option, String message) {
        return new IllegalArgumentException("Option " + option.key() + ": " + message);
    }
}
