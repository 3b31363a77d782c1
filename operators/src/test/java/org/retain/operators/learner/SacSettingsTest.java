package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.GaussianNetShape;

/** Tests for {@link SacSettings} and {@link SacOptions}. */
class SacSettingsTest {

    @Test
    void hasContinualWorldsDefaults() {
        SacSettings settings = SacSettings.of(new Configuration());

        assertThat(settings.polyak()).isEqualTo(0.995);
        assertThat(settings.targetDeviation()).isEqualTo(0.089);
        assertThat(settings.initialLogTemperature()).isEqualTo(1);
        assertThat(settings.policy(17, 4))
                .isEqualTo(new GaussianNetShape(17, List.of(256, 256, 256, 256), 1, 4));
    }

    @Test
    void readsWhatIsGiven() {
        Configuration config = new Configuration();
        config.set(SacOptions.HIDDEN, List.of(8));
        config.set(SacOptions.HEADS, 4);
        config.set(PpoOptions.DISCOUNT, 0.99);

        SacSettings settings = SacSettings.of(config);

        assertThat(settings.target().discount()).isEqualTo(0.99);
        assertThat(settings.policy(17, 4)).isEqualTo(new GaussianNetShape(17, List.of(8), 4, 4));
    }

    @Test
    void namesTheOptionThatIsOutOfRange() {
        assertRefused(SacOptions.POLYAK, 1.5);
        assertRefused(SacOptions.TARGET_DEVIATION, 0.0);
        assertRefused(SacOptions.INITIAL_LOG_TEMPERATURE, Double.NaN);
        assertRefused(SacOptions.HEADS, 0);
        assertRefused(SacOptions.UPDATES_PER_BATCH, 0);
    }

    private static <T> void assertRefused(ConfigOption<T> option, T value) {
        Configuration config = new Configuration();
        config.set(option, value);

        assertThatThrownBy(() -> SacSettings.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option.key())
                .hasMessageContaining(value.toString());
    }
}
