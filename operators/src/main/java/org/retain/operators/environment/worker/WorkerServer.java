package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;

/** The child's side: answers one message after the other until its parent closes. */
final class WorkerServer {

    private static final int ERROR_CHARACTERS = 60_000;

    private final FrameChannel channel;
    private final Function<Map<String, String>, EnvironmentFactory> factories;

    /**
     * A server of one parent.
     *
     * @param factories make a factory from the options in the parent's settings
     */
    WorkerServer(
            FrameChannel channel, Function<Map<String, String>, EnvironmentFactory> factories) {
        this.channel = channel;
        this.factories = factories;
    }

    /** Serves until the parent closes or goes. */
    void serve() throws IOException {
        try {
            Message hello = channel.receive(null, MessageType.HELLO);
            Hello.check(hello.payload());
            int slots = hello.payload().getInt();
            EnvironmentFactory factory = factories.apply(options(hello.text()));
            byte[] spec = SpecEncoding.encode(factory.spec()).getBytes(UTF_8);
            if (slots == 0) {
                answerHello(spec);
                return;
            }
            try (Environment environment = factory.create(slots)) {
                answerHello(spec);
                while (answer(environment)) {}
            }
        } catch (EOFException e) {
            // The parent has gone.
        } catch (ProtocolException | RuntimeException | LinkageError e) {
            tell(e);
            throw e;
        }
    }

    private void answerHello(byte[] spec) throws IOException {
        Hello.write(channel.begin(MessageType.HELLO, Hello.BYTES + spec.length)).put(spec);
        channel.send(null);
    }

    private boolean answer(Environment environment) throws IOException {
        Message message =
                channel.receive(
                        null,
                        MessageType.STEP,
                        MessageType.RESET,
                        MessageType.FACTS,
                        MessageType.CLOSE);
        ByteBuffer payload = message.payload();
        switch (message.type()) {
            case RESET -> {
                expect(payload, Integer.BYTES + Long.BYTES);
                int slot = slot(payload, environment);
                environment.reset(slot, payload.getLong());
                BitSet one = new BitSet();
                one.set(slot);
                StepResult.begin(channel, environment, one);
            }
            case STEP -> StepResult.begin(channel, environment, step(payload, environment));
            case FACTS -> {
                expect(payload, Integer.BYTES);
                byte[] facts = Facts.of(environment, slot(payload, environment)).encode();
                channel.begin(MessageType.FACTS, facts.length).put(facts);
            }
            default -> {
                return false;
            }
        }
        channel.send(null);
        return true;
    }

    private static BitSet step(ByteBuffer payload, Environment environment)
            throws ProtocolException {
        EnvironmentSpec spec = environment.spec();
        int bytes = spec.actions().bytes();
        if (payload.remaining() < Integer.BYTES) {
            throw new ProtocolException("A STEP of %d bytes".formatted(payload.remaining()));
        }
        int count = payload.getInt();
        if (count < 0 || count > environment.slots()) {
            throw new ProtocolException(
                    "A STEP of %d slots, expected up to %d".formatted(count, environment.slots()));
        }
        expect(payload, count * (Integer.BYTES + bytes));
        ByteBuffer actions =
                ByteBuffer.allocate(environment.slots() * bytes).order(payload.order());
        BitSet slots = new BitSet();
        int rows = payload.position() + count * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            int slot = slot(payload, environment);
            slots.set(slot);
            actions.put(slot * bytes, payload, rows + i * bytes, bytes);
        }
        environment.step(slots, actions);
        return slots;
    }

    private static int slot(ByteBuffer payload, Environment environment) throws ProtocolException {
        int slot = payload.getInt();
        if (slot < 0 || slot >= environment.slots()) {
            throw new ProtocolException(
                    "Slot %d, expected 0 to %d".formatted(slot, environment.slots() - 1));
        }
        return slot;
    }

    private static void expect(ByteBuffer payload, int bytes) throws ProtocolException {
        if (payload.remaining() != bytes) {
            throw new ProtocolException(
                    "%d bytes in a message, expected %d".formatted(payload.remaining(), bytes));
        }
    }

    private static Map<String, String> options(String settings) throws ProtocolException {
        Map<String, String> options = new HashMap<>();
        try {
            for (Map.Entry<String, JsonNode> option :
                    new ObjectMapper().readTree(settings).required("options").properties()) {
                options.put(option.getKey(), option.getValue().asText());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ProtocolException("Settings that cannot be read: " + e.getMessage());
        }
        return options;
    }

    private void tell(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        String cut = text.toString();
        cut = cut.substring(0, Math.min(ERROR_CHARACTERS, cut.length()));
        try {
            channel.send(MessageType.ERROR, cut.getBytes(UTF_8), null);
        } catch (IOException gone) {
            e.addSuppressed(gone);
        }
    }
}
