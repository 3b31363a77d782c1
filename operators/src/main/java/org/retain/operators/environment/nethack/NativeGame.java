package org.retain.operators.environment.nethack;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * One slot's game, one after the other, each in a freshly loaded library.
 *
 * <p>A key for a game that is over, or never began, would be undefined behaviour in the library: it
 * is refused here.
 */
final class NativeGame implements AutoCloseable {

    /** Offset of {@code filecode}, such as {@code Mon}, in NetHack's {@code struct Role urole}. */
    private static final int ROLE_FILE_CODE = 184;

    /** Offset of {@code filecode}, such as {@code Hum}, in NetHack's {@code struct Race urace}. */
    private static final int RACE_FILE_CODE = 24;

    private final GameLibrary library;
    private final GameMemory memory;
    private final ByteBuffer bytes;
    private final Pointer observation;
    private final long observationAddress;
    private final Memory one = new Memory(Long.BYTES);
    private final long oneAddress;

    private Pointer handle;
    private Pointer context;
    private long contextAddress;
    private long step;
    private boolean running;

    NativeGame(GameLibrary library, GameMemory memory) {
        this.library = library;
        this.memory = memory;
        bytes = memory.bytes();
        observationAddress = memory.address();
        observation = new Pointer(observationAddress);
        one.setLong(0, 1);
        oneAddress = Pointer.nativeValue(one);
    }

    /**
     * Starts a game; the last one must have been ended.
     *
     * @param recording C's FILE to record into, null for none
     */
    void start(GameSettings settings, Pointer recording) {
        if (handle != null) {
            throw new IllegalStateException("The last game was not ended");
        }
        handle = library.open();
        step = Pointer.nativeValue(symbol("nle_step"));
        ProcessSignals.keep();
        memory.clearEnd();
        context =
                Function.getFunction(symbol("nle_start"))
                        .invokePointer(new Object[] {observation, recording, settings.pointer()});
        contextAddress = Pointer.nativeValue(context);
        running = true;
        afterKey();
    }

    /** Presses a key, 0 to 255. */
    void press(int key) {
        if (!running) {
            throw new IllegalStateException("A key for a game that is over");
        }
        bytes.putInt(GameField.ACTION, key);
        // JNA's fast calls are bound to one address, but each slot has its own nle_step: a search
        // in an array of one element calls it as nle_step(context, observation), at a quarter of
        // the cost of Function.invoke and without allocation.
        Libc.lfind(contextAddress, observationAddress, oneAddress, 1, step);
        afterKey();
    }

    private void afterKey() {
        if (memory.done()) {
            running = false;
            ProcessSignals.restore();
        }
    }

    /** Whether the game takes keys. */
    boolean running() {
        return running;
    }

    /** The character's role as in NetHack's logs, such as {@code Mon}. */
    String role() {
        return symbol("urole").getPointer(ROLE_FILE_CODE).getString(0);
    }

    /** The character's race as in NetHack's logs, such as {@code Hum}. */
    String race() {
        return symbol("urace").getPointer(RACE_FILE_CODE).getString(0);
    }

    /** Ends the game, wherever it is, and unloads its library. */
    void end() {
        if (handle == null) {
            return;
        }
        running = false;
        Function.getFunction(symbol("nle_end")).invokeVoid(new Object[] {context});
        ProcessSignals.restore();
        Libc.dlclose(handle);
        handle = null;
        context = null;
    }

    @Override
    public void close() {
        end();
        library.close();
    }

    private Pointer symbol(String name) {
        Pointer address = Libc.dlsym(handle, name);
        if (address == null) {
            throw new IllegalStateException("NetHack's library has no " + name);
        }
        return address;
    }
}
