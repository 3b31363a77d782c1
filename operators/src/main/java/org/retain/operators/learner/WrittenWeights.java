package org.retain.operators.learner;

/**
 * A weights file that is written: what an announcement says of it.
 *
 * @param uri where the file lies, with a scheme
 * @param sha256 SHA-256 of the file, 64 lower-case hexadecimal digits
 */
public record WrittenWeights(String uri, String sha256) {}
