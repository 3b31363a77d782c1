package org.retain.operators.environment.nethack;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.retain.operators.environment.EnvironmentException;

/**
 * A slot's own copy of the library: all of a game's state lies in its global variables, and the
 * loader would share them between slots that load one file.
 */
final class GameLibrary implements AutoCloseable {

    private static final int NONE = -1;

    private final String path;
    private final int descriptor;

    private GameLibrary(String path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /**
     * Copies the library to memory, or to a file where the system does not run code from there.
     *
     * @param directory for the file
     */
    static GameLibrary copy(Path library, Path directory) throws IOException {
        GameLibrary inMemory = copyToMemory(library);
        return inMemory != null ? inMemory : copyToFile(library, directory);
    }

    static GameLibrary copyToFile(Path library, Path directory) throws IOException {
        Path file = Files.copy(library, directory.resolve(NetHackInstallation.LIBRARY));
        return new GameLibrary(file.toString(), NONE);
    }

    private static GameLibrary copyToMemory(Path library) throws IOException {
        Function create;
        try {
            create = NativeLibrary.getProcess().getFunction("memfd_create");
        } catch (UnsatisfiedLinkError e) {
            return null; // glibc before 2.27
        }
        int descriptor =
                create.invokeInt(new Object[] {NetHackInstallation.LIBRARY, Libc.MFD_CLOEXEC});
        if (descriptor < 0) {
            return null;
        }
        GameLibrary copy = new GameLibrary("/proc/self/fd/" + descriptor, descriptor);
        try (OutputStream out =
                Files.newOutputStream(Path.of(copy.path), StandardOpenOption.WRITE)) {
            Files.copy(library, out);
        } catch (IOException e) {
            copy.close();
            return null; // no /proc
        }
        Pointer handle = Libc.dlopen(copy.path, Libc.RTLD_LAZY | Libc.RTLD_DEEPBIND);
        if (handle == null) {
            copy.close();
            return null; // the kernel forbids code in such files
        }
        Libc.dlclose(handle);
        return copy;
    }

    /** Loads it with pristine globals. */
    Pointer open() {
        Pointer handle = Libc.dlopen(path, Libc.RTLD_LAZY | Libc.RTLD_DEEPBIND);
        if (handle == null) {
            throw new EnvironmentException(
                    "NetHack's library cannot be loaded: %s. Expected a directory for temporary"
                                    .formatted(Libc.dlerror())
                            + " files (java.io.tmpdir) that is not mounted noexec");
        }
        return handle;
    }

    @Override
    public void close() {
        if (descriptor != NONE) {
            Libc.close(descriptor);
        }
    }

    /** Whether JNA works here at all. */
    static void checkNativeAccess() {
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                throw new EnvironmentException("NetHack needs a 64-bit Java");
            }
        } catch (LinkageError e) {
            throw new EnvironmentException(
                    "Native libraries cannot be called (%s); JNA unpacks one of its own into"
                                    .formatted(e)
                            + " java.io.tmpdir or ~/.cache/JNA, which must be writable and not"
                            + " mounted noexec",
                    e);
        }
    }
}
