package org.retain.jobs;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes records on at a measured pace and fails, once or several times: after a number of records
 * of the attempt and after a checkpoint has completed in it, so that there is something to go back
 * to and something to repeat.
 */
final class TestingFailure<T> extends RichMapFunction<T, T> implements CheckpointListener {

    private static final long serialVersionUID = 1;
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private final int[] after;

    private transient int records;
    private transient volatile boolean checkpointed;

    private TestingFailure(int... after) {
        this.after = after;
    }

    static <T> TestingFailure<T> none() {
        return new TestingFailure<>();
    }

    /** Fails after this many records of the first attempt, then of the second, and so on. */
    static <T> TestingFailure<T> after(int... records) {
        FAILURES.set(0);
        return new TestingFailure<>(records);
    }

    /** How many failures have happened since {@link #after}. */
    static int count() {
        return FAILURES.get();
    }

    /** Whether a failure has happened since {@link #after}. */
    static boolean happened() {
        return count() > 0;
    }

    @Override
    public T map(T record) throws Exception {
        Thread.sleep(2);
        records++;
        int failures = after.length == 0 ? 0 : FAILURES.get();
        if (failures < after.length
                && records >= after[failures]
                && checkpointed
                && FAILURES.compareAndSet(failures, failures + 1)) {
            throw new IllegalStateException("Failure injected by the test");
        }
        return record;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
    }
}
