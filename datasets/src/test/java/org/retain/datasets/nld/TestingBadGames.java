package org.retain.datasets.nld;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.datasets.ttyrec.TestingTtyrecWriter;

/** A directory with every kind of bad recording we know of, each in a file of its own. */
public final class TestingBadGames {

    private static final String DIRECTORY = "bad/";

    private TestingBadGames() {}

    /** Recordings without a single whole frame, by the word that the reason must hold. */
    public static Map<String, String> useless() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(DIRECTORY + "nle.1.0.ttyrec3.bz2", "empty");
        files.put(DIRECTORY + "nle.1.1.ttyrec3.bz2", "bzip2");
        files.put(DIRECTORY + "nle.1.2.ttyrec3.bz2", "-5 bytes");
        files.put(DIRECTORY + "nle.1.3.ttyrec3.bz2", "channel 7");
        files.put(DIRECTORY + "nle.1.4.ttyrec3.bz2", "no frame");
        return files;
    }

    /** Recordings that are sound for three frames, by the word that the reason must hold. */
    public static Map<String, String> damaged() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(DIRECTORY + "nle.2.0.ttyrec3.bz2", "-5 bytes");
        files.put(DIRECTORY + "nle.2.1.ttyrec3.bz2", "2,147,483,647 bytes");
        files.put(DIRECTORY + "nle.2.2.ttyrec3.bz2", "channel 7");
        files.put(DIRECTORY + "nle.2.3.ttyrec3.bz2", "ends inside a record");
        files.put(DIRECTORY + "nle.2.4.ttyrec3.bz2", "follow the end");
        return files;
    }

    /** A bundled game cut off in the middle of its file. */
    public static final String CUT = DIRECTORY + "nle.3.0.ttyrec3.bz2";

    /** A bundled game with one bit flipped in the middle of its file. */
    public static final String FLIPPED = DIRECTORY + "nle.3.1.ttyrec3.bz2";

    /** Writes them all, without an xlogfile. */
    public static void writeTo(Path root) throws IOException {
        Files.createDirectories(root.resolve(DIRECTORY));
        write(root, "1.0", new byte[0]);
        write(root, "1.1", "This is text.\n".repeat(99).getBytes(StandardCharsets.UTF_8));
        write(root, "1.2", new TestingTtyrecWriter().header(0, -5).compressed());
        write(root, "1.3", new TestingTtyrecWriter().header(7, 4).raw(new byte[4]).compressed());
        write(root, "1.4", new TestingTtyrecWriter().output("hello").score(0).compressed());
        write(root, "2.0", threeFrames().header(0, -5).raw(new byte[50]).compressed());
        write(root, "2.1", threeFrames().header(0, Integer.MAX_VALUE).compressed());
        write(root, "2.2", threeFrames().header(7, 4).raw(new byte[4]).compressed());
        write(root, "2.3", threeFrames().header(0, 100).raw(new byte[50]).compressed());
        byte[] whole = threeFrames().compressed();
        byte[] longer = Arrays.copyOf(whole, whole.length + 20);
        Arrays.fill(longer, whole.length, longer.length, (byte) 'x');
        write(root, "2.4", longer);
        byte[] game = TestingGames.bytes(TestingGames.NAMES.get(0));
        write(root, "3.0", Arrays.copyOf(game, game.length / 2));
        game[game.length / 2] ^= 0x20;
        write(root, "3.1", game);
    }

    private static TestingTtyrecWriter threeFrames() {
        TestingTtyrecWriter writer =
                new TestingTtyrecWriter().output("\033[0m\033[2J\033[H").score(0);
        for (int frame = 0; frame < 3; frame++) {
            writer.key('h').output("x").score(frame);
        }
        return writer;
    }

    private static void write(Path root, String number, byte[] bytes) throws IOException {
        Files.write(root.resolve(DIRECTORY + "nle." + number + ".ttyrec3.bz2"), bytes);
    }
}
