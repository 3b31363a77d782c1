package org.retain.operators.memory;

/**
 * One segment or transition held by the memory. Immutable, its bytes included: state backends share
 * it freely.
 *
 * @param insert number of the insert into its table that brought it, from 0
 * @param segment the segment in Avro single-object encoding, which names its schema; its tensors
 *     stay packed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a defensive copy would cost 20 KB.
record MemoryItem(long insert, byte[] segment) {}
