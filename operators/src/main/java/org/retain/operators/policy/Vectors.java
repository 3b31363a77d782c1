package org.retain.operators.policy;

import java.nio.ByteBuffer;

/**
 * Observations that are vectors of D numbers.
 *
 * @param values f32[T, B, D], little-endian, read from its position
 */
public record Vectors(ByteBuffer values) implements Observations {}
