package org.retain.operators.environment.nethack;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The C library's functions that a game needs; the names are C's. */
final class Libc {

    static final int RTLD_LAZY = 0x1;

    /**
     * Symbols of the library before those of the process. NetHack has a function {@code error} of
     * its own: without this flag the C library's is called instead, and ends the process.
     */
    static final int RTLD_DEEPBIND = 0x8;

    static final int MFD_CLOEXEC = 0x1;
    static final int SIGHUP = 1;
    static final int SIGXCPU = 24;

    /** Bytes of struct sigaction on Linux x86_64; its first field is the handler. */
    static final int SIGACTION_BYTES = 152;

    static final long SIG_IGN = 1;

    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    static native Pointer dlopen(String path, int flags);

    static native Pointer dlsym(Pointer library, String symbol);

    static native int dlclose(Pointer library);

    static native String dlerror();

    static native Pointer fopen(String path, String mode);

    static native int fclose(Pointer file);

    static native int close(int descriptor);

    static native int sigaction(int signal, Pointer action, Pointer previous);

    /**
     * POSIX's linear search. With an array of one element it does nothing but call {@code
     * compare(key, base)}.
     */
    static native long lfind(long key, long base, long count, long width, long compare);
}
