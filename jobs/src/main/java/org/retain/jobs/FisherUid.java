package org.retain.jobs;

/** Uids of FisherJob's operators. */
enum FisherUid {
    ONCE("once"),
    FISHER("fisher"),
    PROGRESS("progress");

    private final String uid;

    FisherUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
