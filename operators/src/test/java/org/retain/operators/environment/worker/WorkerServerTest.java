package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.retain.operators.environment.toy.AppleRetrieval;

/** Tests for {@link WorkerServer}: what a parent that does not keep to the protocol is told. */
class WorkerServerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private FrameChannel channel;
    private FrameChannel far;
    private CompletableFuture<Void> served;

    @BeforeEach
    void connect() throws IOException {
        TestingSockets sockets = TestingSockets.open();
        channel = new FrameChannel(sockets.near());
        far = new FrameChannel(sockets.far());
        served =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                new WorkerServer(
                                                far,
                                                options -> new AppleRetrieval(3, 1, false, 100))
                                        .serve();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }

    @AfterEach
    void close() {
        channel.close();
        far.close();
    }

    @Test
    void endsWithItsParent() throws Exception {
        hello();
        channel.close();

        assertThat(served.get()).isNull();
    }

    @Test
    void refusesWhatIsNoHello() throws IOException {
        channel.send(MessageType.HELLO, "garbage".getBytes(UTF_8), LONG);

        assertError("expected 574e5452");
    }

    @Test
    void refusesSettingsThatAreNoJson() throws IOException {
        Hello.write(channel.begin(MessageType.HELLO, Hello.BYTES + 7)).putInt(1).put(new byte[3]);
        channel.send(LONG);

        assertError("Settings that cannot be read");
    }

    @Test
    void refusesASlotThatItHasNot() throws IOException {
        hello();
        channel.begin(MessageType.RESET, 12).putInt(2).putLong(0);
        channel.send(LONG);

        assertError("Slot 2, expected 0 to 1");
    }

    @Test
    void refusesAStepOfTooFewActions() throws IOException {
        hello();
        channel.begin(MessageType.STEP, 9).putInt(2).putInt(0).put((byte) 0);
        channel.send(LONG);

        assertError("bytes in a message, expected 10");
    }

    private void hello() throws IOException {
        byte[] settings = "{\"options\": {}}".getBytes(UTF_8);
        ByteBuffer payload = channel.begin(MessageType.HELLO, Hello.BYTES + 4 + settings.length);
        Hello.write(payload).putInt(2).put(settings);
        channel.send(LONG);
        Message answer = channel.receive(LONG, MessageType.HELLO);
        Hello.check(answer.payload());
        assertThat(SpecEncoding.decode(answer.text()))
                .isEqualTo(new AppleRetrieval(3, 1, false, 100).spec());
    }

    private void assertError(String text) {
        assertThatThrownBy(() -> channel.receive(LONG, MessageType.RESULT))
                .isInstanceOf(WorkerErrorException.class)
                .hasMessageContaining(text);
    }
}
