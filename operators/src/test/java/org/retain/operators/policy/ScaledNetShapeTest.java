package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests for {@link ScaledNetShape}. */
class ScaledNetShapeTest {

    @Test
    void countsTheReferencesParametersAtFullWidth() {
        assertThat(ScaledNetShape.FULL.parameterCount()).isEqualTo(32_931_352);
        assertThat(
                        ScaledNetShape.FULL.parameters().stream()
                                .filter(spec -> spec.name().startsWith("encoder."))
                                .filter(ParameterSpec::trainable)
                                .mapToLong(ParameterSpec::size)
                                .sum())
                .isEqualTo(8_540_138);
    }

    @Test
    void countsTheGoldenFilesParameters() {
        // The reference counts the crop's two constant 9×9 grids at these widths.
        assertThat(new ScaledNetShape(8, 16, 32, 48, 48, 121).parameterCount())
                .isEqualTo(429_636 - 2 * 81);
    }

    @Test
    void infersEveryWidthFromTheShapes() {
        ScaledNetShape shape = new ScaledNetShape(3, 5, 7, 11, 13, 17);
        Map<String, List<Integer>> shapes =
                shape.parameters().stream()
                        .collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::shape));

        assertThat(ScaledNetShape.infer("file", shapes)).isEqualTo(shape);
    }

    @Test
    void refusesWidthsOutOfRange() {
        assertThatThrownBy(() -> new ScaledNetShape(8, 16, 0, 48, 48, 121))
                .hasMessageContaining("found 0 among [8, 16, 0, 48, 48] and [121]");
    }
}
