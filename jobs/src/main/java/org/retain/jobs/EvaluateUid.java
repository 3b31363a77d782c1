package org.retain.jobs;

/** Uids of EvaluateJob's operators. */
enum EvaluateUid {
    PLAY("play"),
    WRITE("write"),
    PROGRESS("progress");

    private final String uid;

    EvaluateUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
