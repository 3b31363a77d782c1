package org.retain.operators.environment.nethack;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The process's handlers of SIGHUP and SIGXCPU. A game that ends sets both to be ignored, after
 * which SIGHUP would no longer stop this Java.
 */
final class ProcessSignals {

    private static final int[] SIGNALS = {Libc.SIGHUP, Libc.SIGXCPU};
    private static final Memory[] KEPT = new Memory[SIGNALS.length];

    private ProcessSignals() {}

    /** Keeps the handlers before a game starts. */
    static synchronized void keep() {
        for (int i = 0; i < SIGNALS.length; i++) {
            Memory current = new Memory(Libc.SIGACTION_BYTES);
            // An ignored signal may be another slot's game that just ends.
            if (Libc.sigaction(SIGNALS[i], Pointer.NULL, current) == 0 && !ignored(current)) {
                KEPT[i] = current;
            }
        }
    }

    /** Puts kept handlers back where the signal is ignored now. */
    static synchronized void restore() {
        Memory current = new Memory(Libc.SIGACTION_BYTES);
        for (int i = 0; i < SIGNALS.length; i++) {
            if (KEPT[i] != null
                    && Libc.sigaction(SIGNALS[i], Pointer.NULL, current) == 0
                    && ignored(current)) {
                Libc.sigaction(SIGNALS[i], KEPT[i], Pointer.NULL);
            }
        }
    }

    private static boolean ignored(Memory action) {
        return action.getLong(0) == Libc.SIG_IGN;
    }
}
