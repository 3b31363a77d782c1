package org.retain.jobs;

/** Uids of RolloutJob's operators: part of every savepoint, so never renamed. */
enum RolloutUid {
    ACTORS("actors"),
    PLAYED("played"),
    ROLLOUTS("rollouts"),
    EPISODES("episodes");

    private final String uid;

    RolloutUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
