package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link StatusLines}. */
class StatusLinesTest {

    private static final int CONDITIONS = 6;
    private static final int NUMBERS = CONDITIONS + 15;

    @Test
    void readsTheBottomLines() {
        byte[] chars =
                lines(
                        "Agent the Candidate     St:18/02 Dx:17 Co:16 In:9 Wi:12 Ch:8  Neutral S:99",
                        "Dlvl:4  $:57 HP:9(18) Pw:2(6) AC:-3 Xp:3/40 T:1234 Hungry Conf");

        float[] features = features(chars);

        assertFeatures(features, 0, 18 / 25f, 17 / 25f, 16 / 25f, 9 / 25f, 12 / 25f, 8 / 25f);
        assertFeatures(features, CONDITIONS, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
        assertFeatures(
                features,
                NUMBERS,
                log(99) / 10,
                0.4f,
                log(57) / 8,
                log(18) / 5,
                0.5f,
                log(6) / 5,
                1 / 3f,
                -0.3f,
                0.2f,
                log(1234) / 10,
                1);
    }

    @Test
    void readsEveryConditionAsAFlagOfItsOwn() {
        String[] words = {
            "Lawful",
            "Neutral",
            "Chaotic",
            "Satiated",
            "Hungry",
            "Weak",
            "Fainting",
            "Blind",
            "Conf",
            "Stun",
            "Hallu",
            "Burdened",
            "FoodPois",
            "Ill",
            "Stressed"
        };
        for (int i = 0; i < words.length; i++) {
            // The alignment stands in the upper line, conditions in the lower one.
            float[] features =
                    features(
                            i < 3
                                    ? lines("Agent the Candidate " + words[i], "Dlvl:1")
                                    : lines("", "Dlvl:1 " + words[i]));
            for (int j = 0; j < words.length; j++) {
                assertThat(features[CONDITIONS + j]).as(words[i]).isEqualTo(i == j ? 1 : 0);
            }
        }
    }

    @Test
    void isZeroWhereTheScreenShowsNothing() {
        assertThat(features(TestingScreens.blank())).containsOnly(0);
        // What is above the bottom lines is no status.
        assertThat(features(TestingScreens.text(21, 0, "Dlvl:4 HP:9(18) Hungry St:18")))
                .containsOnly(0);
    }

    @Test
    void tellsDeadFromUnknown() {
        float[] features = features(lines("", "Dlvl:1 HP:0(14)"));

        assertThat(features[NUMBERS + 4]).isZero();
        assertThat(features[NUMBERS + 10]).isEqualTo(1);
        assertThat(features[NUMBERS + 3]).isPositive();
    }

    @Test
    void staysBoundedByHugeNumbers() {
        String nines = "999999999999";
        String[][] screens = {
            {
                "St:%1$s Dx:%1$s Co:%1$s Ch:%1$s S:%1$s".formatted(nines),
                "Dlvl:%1$s $:%1$s HP:%1$s(1)".formatted(nines)
            },
            {"", "AC:%1$s Xp:%1$s T:%1$s Pw:%1$s(1)".formatted(nines)},
            {"", "AC:-%1$s Xp:-%1$s T:-%1$s HP:-%1$s(-%1$s)".formatted(nines)},
            {"HP:5(", "(((((((((((((((((((((((((Pw:5(99999999999999999999999999999999999999999999"},
            {"HP:St:Dx:AC:--Xp:-", "T:$:Dlvl:HP:()Pw:(-)"}
        };
        for (String[] screen : screens) {
            assertBounded(features(lines(screen[0], screen[1])));
        }
        assertThat(features(lines(screens[0][0], screens[0][1]))[0]).isEqualTo(StatusLines.BOUND);
        assertThat(features(lines("", "AC:-80 Xp:30/1"))[NUMBERS + 7])
                .isEqualTo(-StatusLines.BOUND);
    }

    @Test
    void staysBoundedByWhateverThePlayerWrote() {
        String[] pieces = {
            "St:", "Dx:", " S:", "Dlvl:", "$:", "HP:", "Pw:", "AC:", "Xp:", " T:", "(", ")", "-",
            "9", "99999", "0", " ", "Hungry", "/"
        };
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 160) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertBounded(features(lines(text.substring(0, 80), text.substring(80, 160))));
        }
        byte[] noise = TestingScreens.blank();
        random.nextBytes(noise);
        assertBounded(features(noise));
    }

    private static void assertBounded(float[] features) {
        for (float feature : features) {
            assertThat(Math.abs(feature)).isLessThanOrEqualTo(StatusLines.BOUND);
        }
    }

    private static void assertFeatures(float[] features, int from, float... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(features[from + i])
                    .as("feature %d", from + i)
                    .isCloseTo(expected[i], within(1e-6f));
        }
    }

    private static float log(int value) {
        return (float) Math.log(1 + value);
    }

    private static byte[] lines(String first, String second) {
        return TestingScreens.text(TestingScreens.text(22, 0, cut(first)), 23, 0, cut(second));
    }

    private static String cut(String line) {
        return line.substring(0, Math.min(line.length(), Screens.COLUMNS));
    }

    private static float[] features(byte[] chars) {
        FloatBuffer target = FloatBuffer.allocate(StatusLines.FEATURES);
        StatusLines.put(chars, target);
        assertThat(target.hasRemaining()).isFalse();
        return target.array();
    }
}
