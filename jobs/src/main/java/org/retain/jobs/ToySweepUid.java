package org.retain.jobs;

/** Uids of ToySweepJob's operators. */
enum ToySweepUid {
    RUNS("runs"),
    SWEEP("sweep"),
    RESULTS("results");

    private final String uid;

    ToySweepUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
