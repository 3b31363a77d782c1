package org.retain.operators.learner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The learner's part of a checkpoint that is streamed: a version, then training, validation, agent
 * and, piece by piece, the agent's arrays.
 *
 * @param training counts and limits
 * @param validation null where there is none
 * @param agent what learns
 */
record LearnerCheckpoint(Training training, HeldOutValidation validation, Agent agent) {

    static final int VERSION = 1;

    void write(OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeInt(VERSION);
        training.write(out);
        out.writeBoolean(validation != null);
        if (validation != null) {
            validation.write(out);
        }
        agent.write(out);
        NativeState.write(agent.arrays(), out);
        out.flush();
    }

    /**
     * Reads into what this holds.
     *
     * @throws IllegalStateException when the checkpoint was made by another version or with other
     *     options
     */
    void read(InputStream source) throws IOException {
        DataInputStream in = new DataInputStream(source);
        int version = in.readInt();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "Unknown version %d of the learner's state (this build reads %d); restore with the build that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        training.read(in);
        if (in.readBoolean()) {
            if (validation == null) {
                throw new IllegalStateException(
                        "The checkpoint was made with a validation set, the options have none; restore with the options that it was made with");
            }
            validation.read(in);
        }
        agent.read(in);
        NativeState.read(agent.arrays(), in);
    }
}
