package org.retain.operators.environment.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes in a child process, one process for all slots.
 *
 * <p>When the process dies, hangs or answers nonsense it is killed, and a new one is started at the
 * next {@link #reset}. The episodes that were under way end at their next {@link #step} as
 * truncated, with reward 0, the observation they last showed and the ending {@code worker-lost};
 * nothing else is lost. After so many failures in a row without a step that succeeds it gives up.
 *
 * <p>After {@link WorkerOptions#RECYCLE_EPISODES} episodes a new process is started beside the old
 * one. Once it is there, new episodes begin in it; the old one ends with the last episode there.
 */
public final class WorkerEnvironment implements Environment {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerEnvironment.class);

    private final WorkerLauncher launcher;
    private final WorkerSettings settings;
    private final EnvironmentSpec spec;
    private final SlotTable table;
    private final WorkerProcess[] homes;
    private WorkerProcess current;
    private Successor successor;
    private long restarts;
    private int failures;

    WorkerEnvironment(WorkerLauncher launcher, int slots, WorkerSettings settings) {
        if (slots < 1) {
            throw new IllegalArgumentException(
                    "%d slots of %s, at least 1 is needed".formatted(slots, launcher.title()));
        }
        this.launcher = launcher;
        this.settings = settings;
        try {
            current = WorkerProcess.start(launcher, slots, settings.timeout());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "%s cannot be started: %s".formatted(launcher.title(), e.getMessage()), e);
        }
        spec = current.spec();
        table = new SlotTable(spec, slots);
        homes = new WorkerProcess[slots];
    }

    /** Worker processes that have failed and were replaced, or will be. */
    public long restarts() {
        return restarts;
    }

    @Override
    public EnvironmentSpec spec() {
        return spec;
    }

    @Override
    public int slots() {
        return table.size();
    }

    @Override
    public void reset(int slot, long seed) {
        table.begin(slot);
        leave(slot);
        while (true) {
            WorkerProcess worker = worker();
            try {
                worker.reset(slot, seed, table);
                homes[slot] = worker;
                settle(slot);
                return;
            } catch (IOException e) {
                fail(worker, e);
            }
        }
    }

    @Override
    public void step(BitSet slots, ByteBuffer actions) {
        table.checkUnderWay(slots);
        Map<WorkerProcess, BitSet> parts = new LinkedHashMap<>();
        slots.stream()
                .filter(slot -> homes[slot] != null)
                .forEach(
                        slot ->
                                parts.computeIfAbsent(homes[slot], worker -> new BitSet())
                                        .set(slot));
        Set<WorkerProcess> asked = new LinkedHashSet<>();
        for (Map.Entry<WorkerProcess, BitSet> part : parts.entrySet()) {
            try {
                part.getKey().sendStep(part.getValue(), actions);
                asked.add(part.getKey());
            } catch (IOException e) {
                fail(part.getKey(), e);
            }
        }
        for (WorkerProcess worker : asked) {
            try {
                worker.receiveResult(parts.get(worker), table);
                failures = 0;
            } catch (IOException e) {
                fail(worker, e);
            }
        }
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (table.lost(slot)) {
                table.endLost(slot);
            }
            settle(slot);
        }
    }

    @Override
    public ByteBuffer observation(int tensor) {
        return table.observation(tensor);
    }

    @Override
    public float reward(int slot) {
        return table.reward(slot);
    }

    @Override
    public boolean terminated(int slot) {
        return table.terminated(slot);
    }

    @Override
    public boolean truncated(int slot) {
        return table.truncated(slot);
    }

    @Override
    public int place(int slot) {
        return table.place(slot);
    }

    @Override
    public long clock(int slot) {
        return table.clock(slot);
    }

    @Override
    public Map<String, String> strata(int slot) {
        return facts(slot).strata();
    }

    @Override
    public Map<String, Double> measures(int slot) {
        return facts(slot).measures();
    }

    @Override
    public String ending(int slot) {
        return table.ended(slot) ? table.facts(slot).ending() : "";
    }

    @Override
    public void close() {
        for (int slot = 0; slot < homes.length; slot++) {
            leave(slot);
        }
        if (current != null) {
            current.close();
            current = null;
        }
        if (successor != null) {
            successor.close();
            successor = null;
        }
    }

    /** The process that is to take over, for tests that wait for it; null when none is. */
    Successor successor() {
        return successor;
    }

    /** Process of a slot's episode, for tests that end it. */
    long pid(int slot) {
        return homes[slot].pid();
    }

    private Facts facts(int slot) {
        WorkerProcess worker = homes[slot];
        if (!table.fresh(slot) && worker != null) {
            try {
                table.facts(slot, worker.facts(slot));
            } catch (IOException e) {
                fail(worker, e);
            }
        }
        return table.facts(slot);
    }

    /** The process that new episodes begin in. */
    private WorkerProcess worker() {
        if (current != null && current.episodes() >= settings.recycleEpisodes()) {
            if (successor == null) {
                successor = Successor.start(launcher, slots(), settings.timeout());
            }
            if (successor.ready()) {
                WorkerProcess old = current;
                current = null;
                retireIfUnused(old);
            }
        }
        while (current == null) {
            try {
                current = next();
            } catch (IOException e) {
                count(e, e.getMessage());
            }
        }
        if (!current.spec().equals(spec)) {
            throw new EnvironmentException(
                    "%s shows %s after a restart, expected %s as before"
                            .formatted(launcher.title(), current.spec(), spec));
        }
        return current;
    }

    private WorkerProcess next() throws IOException {
        if (successor == null) {
            return WorkerProcess.start(launcher, slots(), settings.timeout());
        }
        Successor started = successor;
        successor = null;
        return started.await();
    }

    private void fail(WorkerProcess worker, IOException cause) {
        String printed = worker.kill();
        if (worker == current) {
            current = null;
        }
        for (int slot = 0; slot < homes.length; slot++) {
            if (homes[slot] == worker) {
                homes[slot] = null;
                table.lose(slot);
            }
        }
        count(cause, "%s; it printed:%n%s".formatted(cause.getMessage(), printed));
    }

    private void count(IOException cause, String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new EnvironmentException(
                    "Interrupted while waiting for " + launcher.title(), cause);
        }
        restarts++;
        failures++;
        LOG.warn("{} has failed and is restarted: {}", launcher.title(), what);
        if (failures >= settings.failures()) {
            throw new EnvironmentException(
                    "%s failed %d times in a row without a step that succeeded (option %s); the last time: %s"
                            .formatted(
                                    launcher.title(), failures, WorkerOptions.FAILURES.key(), what),
                    cause);
        }
    }

    /** Lets go of a slot whose episode has ended. */
    private void settle(int slot) {
        if (table.ended(slot)) {
            leave(slot);
        }
    }

    private void leave(int slot) {
        WorkerProcess worker = homes[slot];
        homes[slot] = null;
        if (worker != null && worker != current) {
            retireIfUnused(worker);
        }
    }

    private void retireIfUnused(WorkerProcess worker) {
        for (WorkerProcess home : homes) {
            if (home == worker) {
                return;
            }
        }
        worker.retire();
    }
}
