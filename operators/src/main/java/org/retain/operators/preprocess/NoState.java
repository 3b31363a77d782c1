package org.retain.operators.preprocess;

/** The state of an enumerator that keeps none. */
enum NoState {
    INSTANCE
}
