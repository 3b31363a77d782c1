package org.retain.datasets.ttyrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTextTest {

    @Test
    void saysWhatIsKnownOfAFrame() throws IOException {
        FrameBuffer buffer = frame("\u001b[3;5H");

        assertThat(FrameText.header(buffer, 0, 1234))
                .isEqualTo(
                        "frame 1234  key M-q  score -7  time 2026-11-18 23:06:40.000012 UTC"
                                + "  cursor row 2 column 4");
    }

    @Test
    void keepsTheScreenAsItWas() throws IOException {
        List<String> rows = FrameText.plain(frame("a\u001b[31mb\u00ff\r\n@"), 0);

        assertThat(rows).hasSize(24).allSatisfy(row -> assertThat(row).hasSize(80));
        assertThat(rows.get(0)).startsWith("ab? ");
        assertThat(rows.get(1)).startsWith("@ ");
    }

    @Test
    void showsColorsReverseVideoAndTheCursor() throws IOException {
        List<String> rows =
                FrameText.colored(
                        frame("a\u001b[31mb\u001b[1;32mc\u001b[0;7md\u001b[0m\u001b[30me"), 0);

        assertThat(rows.get(0))
                .startsWith(
                        "a\u001b[0;31mb\u001b[0;92mc\u001b[0;7;37md\u001b[0;90me\u001b[0;30;42m ");
        assertThat(rows.get(1)).isEqualTo(" ".repeat(80));
    }

    @ParameterizedTest
    @CsvSource({"106, j", "27, Esc", "13, Enter", "10, ^J", "32, Space", "241, M-q", "138, M-^J"})
    void namesKeysAsPlayersDo(int key, String name) {
        assertThat(FrameText.keyName(key)).isEqualTo(name);
    }

    private static FrameBuffer frame(String output) throws IOException {
        byte[] file =
                new TestingTtyrecWriter()
                        .output(output)
                        .score(-7)
                        .time(1_795_043_200, 12)
                        .key(128 + 'q')
                        .score(0)
                        .compressed();
        FrameBuffer buffer = new FrameBuffer(1);
        try (TtyrecReader reader = TtyrecReader.open(new ByteArrayInputStream(file), "test")) {
            reader.read(buffer);
        }
        return buffer;
    }
}
