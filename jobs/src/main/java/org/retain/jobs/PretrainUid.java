package org.retain.jobs;

/** Uids of PretrainJob's operators: part of every savepoint, so never renamed. */
enum PretrainUid {
    SHARDS("shards"),
    DRIVE("drive"),
    LEARNER("learner"),
    REPORTS("reports"),
    METRICS("metrics");

    private final String uid;

    PretrainUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
