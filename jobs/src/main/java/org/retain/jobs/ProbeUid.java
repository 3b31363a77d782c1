package org.retain.jobs;

/** Uids of ProbeJob's operators. */
enum ProbeUid {
    WEIGHTS("weights"),
    PROBE("probe"),
    WRITE("write"),
    PROGRESS("progress");

    private final String uid;

    ProbeUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
