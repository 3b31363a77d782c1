package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** Tests for {@link TargetSettings}. */
class TargetSettingsTest {

    private final Configuration config = new Configuration();

    @Test
    void needsNoTeacher() {
        assertThat(TargetSettings.of(config).teacher()).isNull();
    }

    @Test
    void refusesATeacherWithoutName() {
        config.set(TargetOptions.TEACHER, " ");

        assertThatThrownBy(() -> TargetSettings.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option target.teacher is  , expected the location");
    }

    @Test
    void refusesAHashWithoutATeacher() {
        config.set(TargetOptions.TEACHER_SHA256, "ab".repeat(32));

        assertThatThrownBy(() -> TargetSettings.of(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "Option target.teacher-sha256 is abab", "no hash without target.teacher");
    }
}
