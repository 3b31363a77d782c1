package org.retain.datasets.nld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetHackActionsTest {

    @Test
    void labelsADoubledKeyWithItsLaterAction() {
        assertThat(NetHackActions.index('"')).isEqualTo(109);
        assertThat(NetHackActions.index('$')).isEqualTo(120);
        assertThat(NetHackActions.index('+')).isEqualTo(105);
    }

    @Test
    void hasAnActionForEachOf118Keys() {
        assertThat(IntStream.range(0, 256).map(NetHackActions::index).filter(i -> i >= 0))
                .hasSize(118)
                .doesNotContain(77, 79, 81);
        assertThat(NetHackActions.index(0)).isEqualTo(NetHackActions.NONE);
    }

    @Test
    void answersTheKeyThatWasAskedFor() {
        for (int key = 0; key < 256; key++) {
            int action = NetHackActions.index(key);
            if (action != NetHackActions.NONE) {
                assertThat(NetHackActions.key(action)).isEqualTo(key);
            }
        }
    }
}
