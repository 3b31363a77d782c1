package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retain.datasets.nld.NetHackActions;

class KeyGroupTest {

    @ParameterizedTest
    @CsvSource({
        "107, MOVE",
        "89, MOVE",
        "60, MOVE",
        "62, MOVE",
        "46, OTHER",
        "115, SEARCH",
        "13, PROMPT",
        "27, PROMPT",
        "32, PROMPT",
        "48, PROMPT",
        "57, PROMPT",
        "101, OTHER",
        "240, OTHER"
    })
    void tellsKeysApart(int key, KeyGroup group) {
        assertThat(KeyGroup.of(NetHackActions.index(key))).isEqualTo(group);
    }

    @Test
    void everyActionHasAGroup() {
        for (int action = 0; action < NetHackActions.COUNT; action++) {
            assertThat(KeyGroup.of(action).figure()).startsWith("keys-");
        }
    }
}
