package org.retain.operators.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests for {@link RunningMoments}. */
class RunningMomentsTest {

    private final TestingGoldenLosses golden = TestingGoldenLosses.group("running_mean_std");

    @Test
    void equalsTheReferenceAfterEachBatch() {
        RunningMoments moments = RunningMoments.INITIAL;
        for (int batch = 0; batch < 2; batch++) {
            moments = updated(moments, golden.input("batches").at(batch).numbers());

            TestingGoldenLosses expected = golden.output("after_each_batch").at(batch);
            expected.at("mean").assertEqualTo(moments.mean());
            expected.at("var").assertEqualTo(moments.variance());
            expected.at("count").assertEqualTo(moments.count());
        }
    }

    @Test
    void normalisesAndDenormalisesAsTheReference() {
        RunningMoments moments = afterBothBatches();

        double[] normalised =
                Arrays.stream(golden.input("x").numbers()).map(moments::normalise).toArray();

        golden.output("normalized").assertEqualTo(normalised);
        golden.output("denormalized_again")
                .assertEqualTo(Arrays.stream(normalised).map(moments::denormalise).toArray());
    }

    @Test
    void clipsAnAnswerBeforeItDenormalisesIt() {
        RunningMoments moments = afterBothBatches();

        assertThat(moments.denormalise(7)).isEqualTo(moments.denormalise(5));
        assertThat(moments.denormalise(-7)).isEqualTo(moments.denormalise(-5));
    }

    @Test
    void learnsFromValidSamplesOnly() {
        double[] batch = {1, Double.NaN, 2, 1e9};
        boolean[] valid = {true, false, true, false};

        assertThat(RunningMoments.INITIAL.updated(batch, valid))
                .isEqualTo(updated(RunningMoments.INITIAL, 1, 2));
    }

    @Test
    void takesABatchWithoutSamplesAndOneWithOne() {
        assertThat(updated(RunningMoments.INITIAL)).isEqualTo(RunningMoments.INITIAL);
        assertThat(updated(RunningMoments.INITIAL, 4))
                .isEqualTo(new RunningMoments(2, (1 + 8.0) / 2, 2));
    }

    @Test
    void survivesItsEncodingToTheBit() {
        RunningMoments moments = afterBothBatches();

        assertThat(RunningMoments.decode(moments.encode())).isEqualTo(moments);
    }

    @Test
    void refusesAnEncodingItDoesNotKnow() {
        byte[] encoded = RunningMoments.INITIAL.encode();
        byte[] later = encoded.clone();
        later[0] = 2;

        assertThatThrownBy(() -> RunningMoments.decode(later))
                .hasMessageContaining("version 2")
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> RunningMoments.decode(new byte[0])).hasMessageContaining("none");
        assertThatThrownBy(() -> RunningMoments.decode(Arrays.copyOf(encoded, 24)))
                .hasMessageContaining("found 24");
    }

    @Test
    void refusesMomentsThatAreNone() {
        assertThatThrownBy(() -> new RunningMoments(Double.NaN, 1, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RunningMoments(0, -1, 1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new RunningMoments(0, 1, 0)).hasMessageContaining("count 0.0");
        assertThatThrownBy(() -> RunningMoments.INITIAL.updated(new double[2], new boolean[1]))
                .hasMessageContaining("Found 1 flags");
    }

    private RunningMoments afterBothBatches() {
        RunningMoments first =
                updated(RunningMoments.INITIAL, golden.input("batches").at(0).numbers());
        return updated(first, golden.input("batches").at(1).numbers());
    }

    private static RunningMoments updated(RunningMoments moments, double... batch) {
        boolean[] all = new boolean[batch.length];
        Arrays.fill(all, true);
        return moments.updated(batch, all);
    }
}
