package org.retain.operators.rollout;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.retain.operators.actor.ActingPolicy;
import org.retain.operators.policy.PolicyWeights;

/**
 * Loads announced weights beside the play: at most one file at a time, and of those that are
 * announced meanwhile the newest. A file that cannot be loaded is tried again when it is announced
 * again, as it is at each heartbeat of the learner.
 */
final class WeightsLoading implements AutoCloseable {

    private static final long CLOSE_SECONDS = 30;

    private final ExecutorService thread;
    private final Runnable wakeUp;
    private final boolean encodings;
    private final AtomicReference<Loaded> ready = new AtomicReference<>();

    private GrantEvent.Weights wanted;
    private GrantEvent.Weights loading;

    /**
     * Loading on a thread of its own.
     *
     * @param wakeUp called on that thread when there is something to {@link #take}
     * @param encodings whether policies keep what their encoders make
     */
    WeightsLoading(Runnable wakeUp, boolean encodings) {
        this.wakeUp = wakeUp;
        this.encodings = encodings;
        // The loading thread sees the job's classes as the one that makes it does.
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        thread =
                Executors.newSingleThreadExecutor(
                        work -> {
                            Thread made = new Thread(work, "rollout-weights");
                            made.setDaemon(true);
                            made.setContextClassLoader(classes);
                            return made;
                        });
    }

    /**
     * What came of a file.
     *
     * @param policy null when it failed
     * @param failure null when it did not
     */
    record Loaded(GrantEvent.Weights weights, ActingPolicy policy, Throwable failure) {}

    /** Asks for weights; those that are being loaded are not loaded twice. */
    void want(GrantEvent.Weights weights) {
        if (loading == null || loading.version() != weights.version()) {
            wanted = weights;
            next();
        }
    }

    /** The weights that were loaded, or the failure; the policy belongs to the caller. */
    Optional<Loaded> take() {
        Loaded loaded = ready.getAndSet(null);
        if (loaded != null) {
            loading = null;
            next();
        }
        return Optional.ofNullable(loaded);
    }

    /** Whether there is something to come. */
    boolean isLoading() {
        return loading != null;
    }

    private void next() {
        if (loading == null && wanted != null) {
            loading = wanted;
            wanted = null;
            GrantEvent.Weights weights = loading;
            thread.execute(() -> load(weights));
        }
    }

    private void load(GrantEvent.Weights weights) {
        Loaded loaded;
        try {
            PolicyWeights read =
                    PolicyWeights.read(weights.uri(), Optional.of(weights.sha256())).weights();
            loaded = new Loaded(weights, policy(read, encodings), null);
        } catch (Throwable e) {
            // Also an error: with none to take, whoever waits would wait for ever.
            loaded = new Loaded(weights, null, e);
        }
        ready.set(loaded);
        wakeUp.run();
    }

    /** The policy that weights make. */
    static ActingPolicy policy(PolicyWeights weights, boolean encodings) {
        return encodings ? ActingPolicy.withEncodings(weights) : ActingPolicy.of(weights);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // A thread that outlives its job would hold the job's classes.
            thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Loaded loaded = ready.getAndSet(null);
        if (loaded != null && loaded.policy() != null) {
            loaded.policy().close();
        }
    }
}
