package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.retain.operators.environment.EnvironmentSpec;

class NetHackSettingsTest {

    @Test
    void arePapersByDefault() {
        assertThat(NetHackSettings.of(new Configuration()))
                .isEqualTo(new NetHackSettings(null, "mon-hum-neu-mal", 100_000, 150, null));
    }

    @Test
    void tellAGameOfAnotherCharacter() {
        assertThat(settings("mon-hum-neu-mal").describes("Mon", "Hum", 0)).isTrue();
        assertThat(settings("mon-hum-neu-mal").describes("Mon", "Hum", 1)).isFalse();
        assertThat(settings("sam-orc").describes("Sam", "Hum", 1)).isFalse();
        assertThat(settings("wiz-cha").describes("Wiz", "Orc", -1)).isTrue();
        assertThat(settings("@").describes("Val", "Dwa", 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "monk",
                "mon,playmode:debug",
                "@,playmode:debug",
                "mon-hum-neu-mal\n",
                "mon-hum-neu-xyz",
                "val-dwa-law-mal"
            })
    void refuseWhatCouldChangeMoreThanTheCharacter(String character) {
        assertThatThrownBy(() -> settings(character))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option nethack.character: found '" + character + "'");
    }

    @Test
    void refuseLimitsBelowOne() {
        assertThatThrownBy(() -> new NetHackSettings(null, "@", 0, 150, null))
                .hasMessage("Option nethack.max-steps: found 0, expected at least 1");
        assertThatThrownBy(() -> new NetHackSettings(null, "@", 1, 0, null))
                .hasMessage("Option nethack.no-progress-steps: found 0, expected at least 1");
    }

    @Test
    void giveAFactoryWhoseSpecIsKnownWithoutStarting() {
        EnvironmentSpec spec = NetHackFactory.of(new Configuration()).spec();

        assertThat(spec.name()).isEqualTo("nethack");
        assertThat(spec.place()).isEqualTo("dungeon-level");
        assertThat(spec.observations())
                .extracting(tensor -> tensor.bytes())
                .containsExactly(1920, 1920, 4);
    }

    private static NetHackSettings settings(String character) {
        return new NetHackSettings(null, character, 1, 1, null);
    }
}
