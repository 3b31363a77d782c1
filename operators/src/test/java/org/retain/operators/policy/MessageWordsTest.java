package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link MessageWords}. */
class MessageWordsTest {

    @Test
    void givesAWordTheSameIndexInEveryColumn() {
        assertThat(words(TestingScreens.text(0, 0, "The newt bites!")))
                .isEqualTo(words(TestingScreens.text(0, 31, "The newt bites!")))
                .isEqualTo(words(TestingScreens.text(0, 3, "The   newt, (bites) !")));
    }

    @Test
    void givesEachWordAndEachPairOfNeighboursAnIndexOfItsOwn() {
        int[] words = words(TestingScreens.text(0, 0, "You hit the newt"));

        assertThat(Arrays.copyOf(words, 8)).doesNotHaveDuplicates().doesNotContain(0);
        assertThat(Arrays.copyOfRange(words, 8, MessageWords.SLOTS)).containsOnly(0);
    }

    @Test
    void tellsTheOrderOfWordsByTheirPairs() {
        int[] one = words(TestingScreens.text(0, 0, "newt bites"));
        int[] other = words(TestingScreens.text(0, 0, "bites newt"));

        // Words are the same, pairs are not.
        assertThat(new int[] {one[0], one[2]}).containsExactly(other[2], other[0]);
        assertThat(one[3]).isNotIn(other[1], other[3]);
        assertThat(one[1]).isNotEqualTo(other[1]);
    }

    @Test
    void keepsLettersAndDigitsOfAWordTogetherAndSignsApart() {
        int[] words = words(TestingScreens.text(0, 0, "a2? ["));

        assertThat(words[0]).isEqualTo(words(TestingScreens.text(0, 5, "a2"))[0]);
        assertThat(words[2]).isEqualTo(words(TestingScreens.text(0, 5, "?"))[0]);
        assertThat(words[4]).isEqualTo(words(TestingScreens.text(0, 5, "["))[0]);
        assertThat(words(TestingScreens.text(0, 0, "??"))[2]).isEqualTo(words[2]);
    }

    @Test
    void readsTheMessageLineAlone() {
        assertThat(words(TestingScreens.text(1, 0, "newt"))).containsOnly(0);
        assertThat(words(TestingScreens.blank())).containsOnly(0);
    }

    @Test
    void stopsWhereAllSlotsAreFull() {
        String many = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
        int[] words = words(TestingScreens.text(0, 0, many));

        assertThat(words).doesNotContain(0);
        assertThat(words).isEqualTo(words(TestingScreens.text(0, 0, many.substring(0, 24))));
    }

    @Test
    void staysWithinTheTableWhateverTheScreenHolds() {
        Random random = new Random(1);
        byte[] chars = TestingScreens.blank();
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(chars);
            assertThat(IntStream.of(words(chars)))
                    .allMatch(word -> word >= 0 && word < MessageWords.VOCABULARY);
        }
        byte[] letters = TestingScreens.text(0, 0, "x".repeat(Screens.COLUMNS));
        assertThat(words(letters)[2]).isZero();
    }

    @Test
    void spreadsWordsOverTheTable() {
        long distinct =
                IntStream.range(0, 2000)
                        .map(i -> words(TestingScreens.text(0, 0, "word" + i))[0])
                        .distinct()
                        .count();
        // By chance, 2000 words would share about 230 of 8191 entries.
        assertThat(distinct).isGreaterThan(1650);
    }

    /** Two frames' indices in one buffer, of which the second is read. */
    private static int[] words(byte[] chars) {
        IntBuffer target = IntBuffer.allocate(2 * MessageWords.SLOTS);
        MessageWords.put(TestingScreens.blank(), target);
        MessageWords.put(chars, target);
        assertThat(target.hasRemaining()).isFalse();
        return Arrays.copyOfRange(target.array(), MessageWords.SLOTS, 2 * MessageWords.SLOTS);
    }
}
