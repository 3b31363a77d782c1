/**
 * The learner's mathematics, pure: losses over arrays that carry gradients, targets over plain
 * numbers, and the schedules between them. Nothing here knows Flink, a file or a network's layers.
 *
 * <p>Where a class takes {@code NDArray}s, FLOAT32 and FLOAT64 both work, all operands of one call
 * have the same of the two, and results live in the manager of the first operand unless a scope is
 * asked for. Everything with a time axis is time-major, [T, B].
 */
package org.retain.operators.learner.loss;
