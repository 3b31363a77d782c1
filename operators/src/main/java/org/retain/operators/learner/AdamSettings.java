package org.retain.operators.learner;

import java.io.Serializable;

/**
 * Constants of {@link Adam}.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 * @param weightDecay share of each parameter that a step takes away, times the learning rate
 *     (decoupled: Loshchilov and Hutter, 2019); 0 for none
 */
record AdamSettings(double beta1, double beta2, double epsilon, double weightDecay)
        implements Serializable {}
