package org.retain.operators.environment.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Messages over a socket, each direction with a buffer that is used again for the next one. Waits
 * as long as it is told and no longer, so that a peer that hangs cannot hold its thread.
 */
final class FrameChannel implements AutoCloseable {

    /** What a message may measure before the spec is known. */
    static final int FIRST_LIMIT = 1 << 20;

    private static final int HEADER = Integer.BYTES + Byte.BYTES;

    private final SocketChannel socket;
    private final Selector selector;
    private final SelectionKey key;

    private int limit = FIRST_LIMIT;
    private ByteBuffer outgoing = buffer(4096);
    private ByteBuffer incoming = buffer(4096);

    FrameChannel(SocketChannel socket) throws IOException {
        this.socket = socket;
        socket.configureBlocking(false);
        this.selector = Selector.open();
        this.key = socket.register(selector, SelectionKey.OP_READ);
    }

    /** Sets the most bytes that a received payload may have from now on. */
    void limit(int bytes) {
        limit = bytes;
    }

    /** The payload of the next message to send, to be filled up. */
    ByteBuffer begin(MessageType type, int length) {
        if (outgoing.capacity() < HEADER + length) {
            outgoing = buffer(HEADER + length);
        }
        outgoing.clear().limit(HEADER + length);
        return outgoing.putInt(length).put(type.code());
    }

    /** Sends the message that was begun. */
    void send(Duration timeout) throws IOException {
        if (outgoing.hasRemaining()) {
            throw new IllegalStateException(
                    "A message lacks %d of %d bytes"
                            .formatted(outgoing.remaining(), outgoing.limit()));
        }
        outgoing.flip();
        long deadline = deadline(timeout);
        while (true) {
            socket.write(outgoing);
            if (!outgoing.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE, deadline, timeout);
        }
    }

    void send(MessageType type, byte[] payload, Duration timeout) throws IOException {
        begin(type, payload.length).put(payload);
        send(timeout);
    }

    /**
     * Waits for the next message.
     *
     * @return its payload, valid until the next one is received
     * @throws EOFException when the peer has gone
     * @throws ProtocolException when what came is no message, or of none of these types
     * @throws SocketTimeoutException when nothing came in time
     * @throws WorkerErrorException when the message is an error that none of these types names
     */
    Message receive(Duration timeout, MessageType... expected) throws IOException {
        long deadline = deadline(timeout);
        incoming.clear().limit(HEADER);
        fill(deadline, timeout);
        int length = incoming.getInt(0);
        MessageType type = MessageType.of(incoming.get(Integer.BYTES));
        if (length < 0 || length > limit) {
            throw new ProtocolException(
                    "A %s message of %d bytes, expected at most %d"
                            .formatted(type, Integer.toUnsignedLong(length), limit));
        }
        if (incoming.capacity() < HEADER + length) {
            incoming = buffer(HEADER + length);
        }
        incoming.clear().position(HEADER).limit(HEADER + length);
        fill(deadline, timeout);
        ByteBuffer payload = incoming.position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
        for (MessageType one : expected) {
            if (one == type) {
                return new Message(type, payload);
            }
        }
        if (type == MessageType.ERROR) {
            throw new WorkerErrorException(Message.text(payload));
        }
        throw new ProtocolException(
                "A %s message, expected %s".formatted(type, String.join(" or ", names(expected))));
    }

    @Override
    public void close() {
        try (socket;
                selector) {
            key.cancel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(long deadline, Duration timeout) throws IOException {
        while (incoming.hasRemaining()) {
            int count = socket.read(incoming);
            if (count < 0) {
                throw new EOFException("The connection has ended");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, deadline, timeout);
            }
        }
    }

    private void await(int operation, long deadline, Duration timeout) throws IOException {
        key.interestOps(operation);
        if (timeout == null) {
            selector.select();
        } else {
            long left = (deadline - System.nanoTime()) / 1_000_000 + 1;
            if (left <= 0) {
                throw new SocketTimeoutException(
                        "No answer for %s (option %s)"
                                .formatted(timeout, WorkerOptions.TIMEOUT.key()));
            }
            selector.select(left);
        }
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    private static long deadline(Duration timeout) {
        return timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String[] names(MessageType[] types) {
        String[] names = new String[types.length];
        for (int i = 0; i < types.length; i++) {
            names[i] = types[i].name();
        }
        return names;
    }
}
