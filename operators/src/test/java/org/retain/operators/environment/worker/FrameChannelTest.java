package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link FrameChannel}. */
class FrameChannelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private FrameChannel channel;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        TestingSockets sockets = TestingSockets.open();
        channel = new FrameChannel(sockets.near());
        peer = sockets.far();
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        peer.close();
    }

    @Test
    void messagesLargerThanAnyBufferArriveWhole() throws Exception {
        byte[] payload = new byte[5_000_000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31);
        }
        try (FrameChannel other = new FrameChannel(peer)) {
            other.limit(payload.length);
            CompletableFuture<byte[]> received =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    ByteBuffer found =
                                            other.receive(LONG, MessageType.RESULT).payload();
                                    byte[] bytes = new byte[found.remaining()];
                                    found.get(bytes);
                                    return bytes;
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            channel.send(MessageType.RESULT, payload, LONG);

            assertThat(received.get()).isEqualTo(payload);
        }
    }

    @Test
    void refusesALengthBeyondItsLimitBeforeItMakesRoom() throws IOException {
        peer.write(header(Integer.MAX_VALUE, MessageType.RESULT.code()));

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2147483647 bytes, expected at most 1048576");
    }

    @Test
    void refusesANegativeLength() throws IOException {
        peer.write(header(-1, MessageType.RESULT.code()));

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("4294967295 bytes");
    }

    @Test
    void refusesATypeThatIsNone() throws IOException {
        peer.write(ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n".getBytes(UTF_8)));

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("type 47");
    }

    @Test
    void refusesAMessageOutOfTurn() throws IOException {
        peer.write(header(0, MessageType.HELLO.code()));

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("HELLO message, expected RESULT");
    }

    @Test
    void tellsAnErrorOfThePeer() throws IOException {
        peer.write(header(4, MessageType.ERROR.code()));
        peer.write(ByteBuffer.wrap("oops".getBytes(UTF_8)));

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(WorkerErrorException.class)
                .hasMessage("oops");
    }

    @Test
    void waitsNoLongerThanItIsTold() throws IOException {
        peer.write(ByteBuffer.allocate(3));

        assertThatThrownBy(() -> channel.receive(Duration.ofMillis(50), MessageType.RESULT))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("No answer for PT0.05S (option environment.worker-timeout)");
    }

    @Test
    void noticesAPeerThatGoesInMidMessage() throws IOException {
        peer.write(header(100, MessageType.RESULT.code()));
        peer.close();

        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void sendsNoMessageThatIsNotFull() {
        channel.begin(MessageType.STEP, 8).putInt(1);

        assertThatThrownBy(() -> channel.send(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lacks 4");
    }

    private static ByteBuffer header(int length, byte type) {
        return ByteBuffer.allocate(5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put(type)
                .flip();
    }
}
