package org.retain.operators.memory;

/**
 * The table that a segment belongs to.
 *
 * @param name of the table
 * @param otherName of the table to take when this one would be one too many
 * @param limits of either
 */
record TableChoice(String name, String otherName, TableLimits limits) {}
