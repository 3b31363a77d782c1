package org.retain.operators.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.policy.TorchRuntime;

/** Tests for {@link StepNoise}. */
class StepNoiseTest {

    private final NDManager scope = TorchRuntime.newManager();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void givesTheSameNumbersAtTheSamePlaceAndOthersElsewhere() {
        Set<Float> firsts = new HashSet<>();
        for (long seed = 0; seed < 2; seed++) {
            for (long applied = 0; applied < 3; applied++) {
                for (int part = 0; part < 3; part++) {
                    for (int stream = 0; stream < 2; stream++) {
                        firsts.add(draw(seed, applied, part, stream));
                        firsts.add(draw(seed, applied, part, stream));
                    }
                }
            }
        }

        assertThat(firsts).hasSize(2 * 3 * 3 * 2);
    }

    @Test
    void isStandardNormalAcrossUpdates() {
        double sum = 0;
        double squares = 0;
        double lagged = 0;
        double last = 0;
        int updates = 20_000;
        for (int i = 0; i < updates; i++) {
            double value = draw(1, i, 0, 0);
            sum += value;
            squares += value * value;
            lagged += value * last;
            last = value;
        }

        for (double moment : List.of(sum / updates, squares / updates - 1, lagged / updates)) {
            assertThat(moment).isCloseTo(0, within(5 / Math.sqrt(updates)));
        }
    }

    private float draw(long seed, long applied, int part, int stream) {
        try (NDManager inner = scope.newSubManager()) {
            return new StepNoise(seed)
                    .normal(inner, applied, part, stream, new Shape(2, 2))
                    .getFloat(0, 0);
        }
    }
}
