package org.retain.jobs;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes records on at a measured pace and fails once: after a number of records and after a
 * checkpoint has completed, so that there is something to go back to and something to repeat.
 */
final class TestingFailure<T> extends RichMapFunction<T, T> implements CheckpointListener {

    private static final long serialVersionUID = 1;
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private final boolean fails;
    private final int after;

    private transient int records;
    private transient volatile boolean checkpointed;

    private TestingFailure(boolean fails, int after) {
        this.fails = fails;
        this.after = after;
    }

    static <T> TestingFailure<T> none() {
        return new TestingFailure<>(false, 0);
    }

    /** Fails after this many records of the first attempt. */
    static <T> TestingFailure<T> after(int records) {
        FAILED.set(false);
        return new TestingFailure<>(true, records);
    }

    /** Whether the failure has happened since {@link #after}. */
    static boolean happened() {
        return FAILED.get();
    }

    @Override
    public T map(T record) throws Exception {
        Thread.sleep(2);
        records++;
        if (fails && records >= after && checkpointed && FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("Failure injected by the test");
        }
        return record;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
    }
}
