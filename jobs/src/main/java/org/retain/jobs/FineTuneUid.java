package org.retain.jobs;

/** Uids of FineTuneJob's operators: part of every savepoint, so never renamed. */
enum FineTuneUid {
    SEGMENTS("segments"),
    DECODE("decode"),
    DEAD_LETTERS("dead-letters"),
    TARGET("target"),
    MEMORY("memory"),
    ASSEMBLE("assemble"),
    TRAINING_BATCHES("training-batches"),
    MEMORY_METRICS("memory-metrics"),
    BATCH_METRICS("batch-metrics"),
    LEARNER("learner"),
    LEARNER_METRICS("learner-metrics"),
    WEIGHTS("weights"),
    METRICS("metrics");

    private final String uid;

    FineTuneUid(String uid) {
        this.uid = uid;
    }

    String uid() {
        return uid;
    }
}
