package org.retain.datasets.nld;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BottomLinesTest {

    private final BottomLines lines = new BottomLines();

    @Test
    void readsLevelAndTurnFromTheLowestLine() {
        lines.look(
                screen(23, "Dlvl:12 $:103 HP:71(71) Pw:20(20) AC:3 Xp:9/3210 T:28988 Hungry"), 0);

        assertThat(lines.level()).isEqualTo(12);
        assertThat(lines.turn()).isEqualTo(28988);
    }

    @Test
    void readsTheLineAboveToo() {
        lines.look(screen(22, "Dlvl:1  $:0  HP:14(14) Pw:4(4) AC:4  Xp:1/0 T:1"), 0);

        assertThat(lines.level()).isEqualTo(1);
        assertThat(lines.turn()).isEqualTo(1);
    }

    @Test
    void knowsNothingBeforeTheGameShowsIt() {
        lines.look(screen(0, "Dlvl:3 T:9"), 0);

        assertThat(lines.level()).isEqualTo(-1);
        assertThat(lines.turn()).isEqualTo(-1);
    }

    @Test
    void keepsWhatItKnewWhileAMenuHidesTheLine() {
        lines.look(screen(23, "Dlvl:4 $:0 HP:1(1) T:77"), 0);
        lines.look(screen(23, "(end) "), 0);

        assertThat(lines.level()).isEqualTo(4);
        assertThat(lines.turn()).isEqualTo(77);
    }

    @Test
    void keepsTheTurnWhereOnlyTheLevelShows() {
        lines.look(screen(23, "Dlvl:4 $:0 HP:1(1) T:77"), 0);
        lines.look(screen(23, "Dlvl:5 $:0 HP:1(1)"), 0);
        lines.look(screen(23, "Dlvl: T:"), 0);

        assertThat(lines.level()).isEqualTo(5);
        assertThat(lines.turn()).isEqualTo(77);
    }

    private static byte[] screen(int row, String text) {
        byte[] chars = new byte[24 * 80];
        Arrays.fill(chars, (byte) ' ');
        byte[] line = text.getBytes(US_ASCII);
        System.arraycopy(line, 0, chars, row * 80, line.length);
        return chars;
    }
}
