package org.retain.datasets.nld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NldDirectoryTest {

    @TempDir private Path root;

    @Test
    void joinsGamesWithTheirLogByFileName() throws IOException {
        TestingGames.copyTo(root);

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games())
                .extracting(NldGame::name)
                .containsExactlyElementsOf(TestingGames.NAMES);
        assertThat(directory.games()).allMatch(NldGame::finished);
        assertThat(directory.games().get(0).bytes())
                .isEqualTo(Files.size(root.resolve(TestingGames.NAMES.get(0))));
    }

    @Test
    void reportsLogLinesWithoutARecording() throws IOException {
        recording("s/nle.1.1");
        log("s/nle.1.xlogfile", "ttyrecname=nle.1.0.ttyrec3.bz2\nttyrecname=nle.1.1.ttyrec3.bz2\n");

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).hasSize(1);
        assertThat(directory.notes())
                .containsExactly(
                        new PathRemark(
                                "s/nle.1.0.ttyrec3.bz2",
                                "An xlogfile names this recording, but there is no such file"));
    }

    @Test
    void findsTheSameGamesFromEachLevelOfTheLayout() throws IOException {
        TestingGames.copyTo(root);
        Path session = root.resolve(TestingGames.NAMES.get(0)).getParent();

        assertThat(NldDirectory.scan(root.resolve("nle_data")).games()).hasSize(3);
        assertThat(NldDirectory.scan(session).games())
                .singleElement()
                .matches(NldGame::finished)
                .extracting(NldGame::name)
                .isEqualTo("nle.30221.2.ttyrec3.bz2");
    }

    @Test
    void ordersGamesByPidAndEpisodeAsNumbers() throws IOException {
        for (String name :
                Set.of("b/nle.9.10", "b/nle.9.9", "b/nle.10.0", "a/nle.77.1", "b/other")) {
            recording(name);
        }

        assertThat(NldDirectory.scan(root).games())
                .extracting(game -> game.name().replace(".ttyrec3.bz2", ""))
                .containsExactly("a/nle.77.1", "b/nle.9.9", "b/nle.9.10", "b/nle.10.0", "b/other");
    }

    @Test
    void marksGamesWithoutALogLine() throws IOException {
        recording("s/nle.1.0");
        recording("s/nle.1.1");
        log("s/nle.1.xlogfile", "role=Val\tdeath=quit\tttyrecname=nle.1.0.ttyrec3.bz2\n");

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).extracting(NldGame::finished).containsExactly(true, false);
        assertThat(directory.games())
                .extracting(NldGame::end)
                .containsExactly(GameEnd.ABORTED, GameEnd.UNKNOWN);
        assertThat(directory.games().get(1).role()).isEqualTo(NldGame.UNKNOWN);
        assertThat(directory.skipped()).isEmpty();
        assertThat(directory.notes())
                .extracting(PathRemark::path)
                .containsExactly("s/nle.1.1.ttyrec3.bz2");
    }

    @Test
    void neverJoinsAcrossSessions() throws IOException {
        recording("a/nle.1.0");
        log("b/nle.1.xlogfile", "role=Val\tttyrecname=nle.1.0.ttyrec3.bz2\n");

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).noneMatch(NldGame::finished);
        assertThat(directory.notes())
                .extracting(PathRemark::path)
                .containsExactly("a/nle.1.0.ttyrec3.bz2", "b/nle.1.0.ttyrec3.bz2");
    }

    @Test
    void reportsMalformedLogLinesAndKeepsTheOthers() throws IOException {
        recording("s/nle.1.0");
        log(
                "s/nle.1.xlogfile",
                "rubbish\n\nrole=Val\nrole=Mon\tnewfield=7\tttyrecname=nle.1.0.ttyrec3.bz2\n");

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).singleElement().returns("Mon", NldGame::role);
        assertThat(directory.notes())
                .extracting(PathRemark::reason)
                .containsExactly(
                        "Line 1 has the field 'rubbish', expected key=value separated by tabs",
                        "Line 3 names no recording (ttyrecname): the game was played without one");
    }

    @Test
    void skipsRecordingsOfOtherFormats() throws IOException {
        Files.writeString(root.resolve("a.ttyrec.bz2"), "x");
        Files.writeString(root.resolve("b.ttyrec2.bz2"), "x");
        Files.writeString(root.resolve("readme.txt"), "x");

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).isEmpty();
        assertThat(directory.skipped())
                .extracting(PathRemark::path)
                .containsExactly("a.ttyrec.bz2", "b.ttyrec2.bz2");
    }

    @Test
    void skipsLinksThatLeadNowhereOrBack() throws IOException {
        recording("s/nle.1.0");
        Files.createSymbolicLink(root.resolve("s/back"), root);
        Files.createSymbolicLink(root.resolve("s/gone.ttyrec3.bz2"), root.resolve("nothing"));

        NldDirectory directory = NldDirectory.scan(root);

        assertThat(directory.games()).hasSize(1);
        assertThat(directory.skipped())
                .extracting(PathRemark::path)
                .containsExactly("s/back", "s/gone.ttyrec3.bz2");
    }

    @Test
    void skipsDirectoriesWithoutPermission() throws IOException {
        recording("s/nle.1.0");
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            assumeFalse(Files.isReadable(closed), "the superuser may read everything");

            NldDirectory directory = NldDirectory.scan(root);

            assertThat(directory.games()).hasSize(1);
            assertThat(directory.skipped())
                    .containsExactly(new PathRemark("closed", "Cannot be read: no permission"));
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void saysWhenThereIsNoSuchDirectory() {
        assertThatThrownBy(() -> NldDirectory.scan(root.resolve("absent")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("nle_data");
    }

    @Test
    void filtersByCharacter() throws IOException {
        recording("s/nle.1.0");
        recording("s/nle.1.1");
        recording("s/nle.1.2");
        log(
                "s/nle.1.xlogfile",
                """
                role=Mon\trace=Hum\talign=Cha\talign0=Neu\tgender0=Mal\tttyrecname=nle.1.0.ttyrec3.bz2
                role=Val\trace=Dwa\talign=Law\talign0=Law\tgender0=Fem\tttyrecname=nle.1.1.ttyrec3.bz2
                """);
        NldFilter filter =
                new NldFilter(Set.of("mon", "Wiz"), Set.of("Hum"), Set.of("Neu"), Set.of());

        assertThat(NldDirectory.scan(root).games())
                .extracting(filter::passes)
                .containsExactly(true, false, false);
        assertThat(NldDirectory.scan(root).games()).allMatch(NldFilter.ALL::passes);
        assertThat(filter).hasToString("role=mon,wiz race=hum alignment=neu");
    }

    @Test
    void refusesARoleThatNetHackDoesNotHave() {
        assertThatThrownBy(() -> new NldFilter(Set.of("Bard"), Set.of(), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown role 'Bard'")
                .hasMessageContaining("mon");
    }

    private void recording(String name) throws IOException {
        Path file = root.resolve(name + ".ttyrec3.bz2");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private void log(String name, String lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }
}
