package org.retain.operators.policy;

/** What a policy sees at T steps of B rows: time-major, little-endian, in plain memory. */
public sealed interface Observations permits Screens, Vectors, Encodings {}
