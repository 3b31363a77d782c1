package org.retain.jobs;

import java.io.IOException;
import java.nio.file.Path;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.ScaledNetShape;

/**
 * A small teacher of random weights in a file.
 *
 * @param uri where it is
 * @param sha256 digest of the file
 */
record TestingTeacher(String uri, String sha256) {

    static TestingTeacher write(Path file) throws IOException {
        String uri = file.toUri().toString();
        ScaledNetShape shape = new ScaledNetShape(4, 4, 8, 8, 8, 121);
        return new TestingTeacher(uri, PolicyWeights.random(shape, 1).write(uri));
    }
}
