package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentException;

/** Episodes come and go, side by side, and none harms another. */
class NetHackLifeCycleITCase {

    private static final int SPACE = 107;
    private static final int QUIT = 65;
    private static final int YES = 7;

    @Test
    void refusesAStepUntilTheNextReset() {
        try (Environment environment = create(2)) {
            assertThatThrownBy(() -> step(environment, SPACE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("slot 0, whose episode was never started");

            environment.reset(0, 1);
            step(environment, QUIT);
            step(environment, YES);

            assertThat(environment.terminated(0)).isTrue();
            assertThat(environment.truncated(0)).isFalse();
            assertThat(environment.ending(0)).isEqualTo("quit");
            assertThatThrownBy(() -> step(environment, SPACE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended: quit");

            environment.reset(0, 1);
            step(environment, SPACE);

            assertThat(environment.ending(0)).isEmpty();
            assertThat(environment.terminated(0)).isFalse();
        }
    }

    @Test
    void leavesAllSlotsAloneWhenOneActionIsWrong() {
        try (Environment environment = create(2)) {
            environment.reset(0, 1);
            environment.reset(1, 1);
            BitSet both = new BitSet();
            both.set(0, 2);

            assertThatThrownBy(
                            () ->
                                    environment.step(
                                            both, ByteBuffer.wrap(new byte[] {75, (byte) 121})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Action 121 in slot 1, expected 0 to 120");
            assertThat(environment.clock(0)).isEqualTo(1);
        }
    }

    @Test
    void refusesACharacterThatNetHackWouldReplace() {
        try (Environment environment = TestingNetHack.factory("mon-orc-law-mal", 1).create(1)) {
            assertThatThrownBy(() -> environment.reset(0, 1))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("NetHack plays no mon-orc-law-mal: it made a Mon-Hum");
            assertThatThrownBy(() -> step(environment, SPACE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesEverythingAfterClosing() {
        Environment environment = create(1);
        environment.reset(0, 1);
        environment.close();
        environment.close();

        assertThatThrownBy(() -> step(environment, SPACE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> environment.reset(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void playsTheSameEpisodeAgainWhateverWasPlayedBefore() {
        try (Environment environment = create(1)) {
            long first = TestingEpisode.play(environment, 5);
            TestingEpisode.play(environment, 6);

            assertThat(TestingEpisode.play(environment, 5)).isEqualTo(first);
            assertThat(TestingEpisode.play(environment, 7)).isNotEqualTo(first);
        }
    }

    @Test
    void playsSixteenGamesSideBySide() {
        int slots = 16;
        try (Environment many = create(slots);
                Environment one = create(1)) {
            List<TestingKeys> keys = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                many.reset(slot, slot);
                keys.add(new TestingKeys(slot));
            }
            ByteBuffer actions = ByteBuffer.allocate(slots);
            BitSet running = new BitSet();
            running.set(0, slots);
            for (int step = 0; step < 100; step++) {
                for (int slot = 0; slot < slots; slot++) {
                    actions.put(slot, keys.get(slot).next());
                }
                many.step(running, actions);
                for (int slot = 0; slot < slots; slot++) {
                    running.set(slot, running.get(slot) && many.ending(slot).isEmpty());
                }
            }
            for (int slot = 0; slot < slots; slot++) {
                one.reset(0, slot);
                TestingKeys again = new TestingKeys(slot);
                for (int step = 0; step < 100 && one.ending(0).isEmpty(); step++) {
                    step(one, again.next());
                }
                for (int tensor = 0; tensor < 3; tensor++) {
                    int bytes = one.spec().observations().get(tensor).bytes();
                    assertThat(many.observation(tensor).slice(slot * bytes, bytes))
                            .isEqualTo(one.observation(tensor).slice(0, bytes));
                }
                assertThat(many.measures(slot)).isEqualTo(one.measures(0));
            }
        }
    }

    @Test
    void playsFromACopyInAFileWhereMemoryIsNotExecutable() throws IOException {
        NetHackInstallation installation = NetHackInstallation.locate(null);
        Set<GameField> fields = EnumSet.allOf(GameField.class);
        GameMemory memory = new GameMemory(fields);
        try (GameDirectory files = GameDirectory.create(installation.data());
                NativeGame game =
                        new NativeGame(
                                GameLibrary.copyToFile(installation.library(), files.path()),
                                memory)) {
            GameSettings settings = new GameSettings(files.path(), TestingNetHack.MONK);
            settings.seed(1);
            game.start(settings, null);
            game.press(' ');

            assertThat(game.running()).isTrue();
            assertThat(game.role()).isEqualTo("Mon");
            game.end();
            assertThatThrownBy(() -> game.press(' ')).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Environment create(int slots) {
        return TestingNetHack.factory(TestingNetHack.MONK, 100_000).create(slots);
    }

    private static void step(Environment environment, int action) {
        BitSet slot = new BitSet();
        slot.set(0);
        ByteBuffer actions = ByteBuffer.allocate(environment.slots());
        environment.step(slot, actions.put(0, (byte) action));
    }
}
