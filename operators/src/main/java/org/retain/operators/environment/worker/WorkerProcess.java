package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.retain.operators.environment.EnvironmentException;
import org.retain.operators.environment.EnvironmentSpec;

/**
 * A child process that hosts environments, as its parent sees it. After any exception it can only
 * be {@linkplain #kill killed}.
 */
final class WorkerProcess implements AutoCloseable {

    /** For an environment to tidy up after itself. */
    private static final long CLOSE_SECONDS = 5;

    /** For the kernel to end a process that was killed, and for the deletion of its files. */
    private static final long KILL_SECONDS = 10;

    private final WorkerConnection.Child child;
    private final FrameChannel channel;
    private final Duration timeout;
    private final EnvironmentSpec spec;
    private long episodes;

    private WorkerProcess(
            WorkerConnection.Child child,
            FrameChannel channel,
            Duration timeout,
            EnvironmentSpec spec) {
        this.child = child;
        this.channel = channel;
        this.timeout = timeout;
        this.spec = spec;
    }

    /**
     * Starts a child.
     *
     * @param slots that it will host; 0 when only its spec is wanted
     * @throws EnvironmentException when the child says why it cannot
     * @throws IOException when it ends, hangs, or does not keep to the protocol
     */
    static WorkerProcess start(WorkerLauncher launcher, int slots, Duration timeout)
            throws IOException {
        return greet(WorkerConnection.open(launcher, timeout), launcher, slots, timeout);
    }

    /** Makes a child's acquaintance; one that cannot be used is ended. */
    static WorkerProcess greet(
            WorkerConnection.Child child, WorkerLauncher launcher, int slots, Duration timeout)
            throws IOException {
        WorkerProcess started = null;
        FrameChannel channel = null;
        try {
            channel = new FrameChannel(child.socket());
            EnvironmentSpec spec = hello(channel, launcher, slots, timeout);
            channel.limit(limit(launcher, spec, Math.max(1, slots)));
            started = new WorkerProcess(child, channel, timeout, spec);
            return started;
        } catch (WorkerErrorException e) {
            throw new EnvironmentException(
                    "%s cannot be started: %s".formatted(launcher.title(), e.getMessage()), e);
        } catch (IOException e) {
            destroy(child);
            throw new IOException(
                    "%s; it printed:%n%s".formatted(e.getMessage(), child.log().tail()), e);
        } finally {
            if (started == null) {
                destroy(child);
                child.socket().close();
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static int limit(WorkerLauncher launcher, EnvironmentSpec spec, int slots) {
        try {
            return Math.max(FrameChannel.FIRST_LIMIT, StepResult.limit(spec, slots));
        } catch (ArithmeticException e) {
            throw new EnvironmentException(
                    "%s shows %s in each of %d slots, but the results of all slots must fit into %d bytes; give it fewer slots or smaller observations"
                            .formatted(
                                    launcher.title(),
                                    spec.observations(),
                                    slots,
                                    Integer.MAX_VALUE),
                    e);
        }
    }

    private static EnvironmentSpec hello(
            FrameChannel channel, WorkerLauncher launcher, int slots, Duration timeout)
            throws IOException {
        byte[] settings = launcher.settings().getBytes(UTF_8);
        int length = Hello.BYTES + Integer.BYTES + settings.length;
        Hello.write(channel.begin(MessageType.HELLO, length)).putInt(slots).put(settings);
        channel.send(timeout);
        Message answer = channel.receive(timeout, MessageType.HELLO);
        Hello.check(answer.payload());
        return SpecEncoding.decode(answer.text());
    }

    EnvironmentSpec spec() {
        return spec;
    }

    /** Episodes begun here. */
    long episodes() {
        return episodes;
    }

    long pid() {
        return child.process().pid();
    }

    /** Begins an episode. */
    void reset(int slot, long seed, SlotTable table) throws IOException {
        episodes++;
        channel.begin(MessageType.RESET, Integer.BYTES + Long.BYTES).putInt(slot).putLong(seed);
        channel.send(timeout);
        BitSet one = new BitSet();
        one.set(slot);
        receiveResult(one, table);
    }

    /** Asks for a step; {@link #receiveResult} must follow. */
    void sendStep(BitSet slots, ByteBuffer actions) throws IOException {
        int bytes = spec.actions().bytes();
        int count = slots.cardinality();
        ByteBuffer payload =
                channel.begin(MessageType.STEP, Integer.BYTES + count * (Integer.BYTES + bytes));
        payload.putInt(count);
        slots.stream().forEach(payload::putInt);
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            payload.put(payload.position(), actions, actions.position() + slot * bytes, bytes);
            payload.position(payload.position() + bytes);
        }
        channel.send(timeout);
    }

    void receiveResult(BitSet slots, SlotTable table) throws IOException {
        Message result = channel.receive(timeout, MessageType.RESULT);
        table.accept(StepResult.read(spec, result.payload()), slots);
    }

    Facts facts(int slot) throws IOException {
        channel.begin(MessageType.FACTS, Integer.BYTES).putInt(slot);
        channel.send(timeout);
        Message answer = channel.receive(timeout, MessageType.FACTS);
        if (answer.payload().remaining() > Facts.LIMIT) {
            throw new ProtocolException(
                    "Facts of %d bytes, expected at most %d"
                            .formatted(answer.payload().remaining(), Facts.LIMIT));
        }
        return Facts.decode(answer.text());
    }

    /** Ends the child at once; returns the end of what it printed. */
    String kill() {
        destroy(child);
        channel.close();
        return child.log().tail();
    }

    /** Ends the child, which may tidy up; returns at once. */
    void retire() {
        farewell();
        channel.close();
    }

    /** Ends the child, which may tidy up, and waits for that, but not for ever. */
    @Override
    public void close() {
        CompletableFuture<?> end = farewell();
        channel.close();
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            destroy(child);
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<?> farewell() {
        try {
            channel.send(MessageType.CLOSE, new byte[0], Duration.ofSeconds(1));
        } catch (IOException e) {
            // It has gone already, or will be killed.
        }
        return child.end()
                .copy()
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .thenRun(() -> destroy(child))
                .thenCompose(
                        killed ->
                                child.end()
                                        .copy()
                                        .completeOnTimeout(null, KILL_SECONDS, TimeUnit.SECONDS));
    }

    private static void destroy(WorkerConnection.Child child) {
        child.process().descendants().forEach(ProcessHandle::destroyForcibly);
        child.process().destroyForcibly();
    }
}
