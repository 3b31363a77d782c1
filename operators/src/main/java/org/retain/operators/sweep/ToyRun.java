package org.retain.operators.sweep;

import org.retain.datasets.experiment.ToyRunResult;
import org.retain.datasets.experiment.ToyRunSpec;
import org.retain.operators.environment.toy.AppleRetrieval;
import org.retain.operators.environment.toy.TwoStateMdp;

/**
 * One run of a toy problem, computed in the calling thread.
 *
 * <pre>{@code
 * ToyRunResult result = ToyRun.of(spec).result();
 * }</pre>
 */
public interface ToyRun {

    /** Computes the run; the same spec gives the same result. */
    ToyRunResult result();

    /**
     * The run that a spec describes.
     *
     * @throws IllegalArgumentException when something in it is missing, unknown or out of range;
     *     the message names the run and what is wrong
     */
    static ToyRun of(ToyRunSpec spec) {
        try {
            return switch (spec.getEnvironment()) {
                case AppleRetrieval.NAME -> new AppleRun(AppleSettings.of(spec));
                case TwoStateMdp.NAME -> new TwoStateRun(TwoStateSettings.of(spec));
                default ->
                        throw new IllegalArgumentException(
                                "Environment %s, expected %s or %s"
                                        .formatted(
                                                spec.getEnvironment(),
                                                AppleRetrieval.NAME,
                                                TwoStateMdp.NAME));
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Run %s of experiment %s: %s"
                            .formatted(spec.getRun(), spec.getExperiment(), e.getMessage()),
                    e);
        }
    }
}
