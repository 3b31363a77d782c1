package org.retain.operators.learner;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.retain.operators.policy.NativeArrays;

/**
 * Streams native arrays into a checkpoint and back, piece by piece: nothing of their size lies on
 * the heap. Behind a version: for each array its name, its length in bytes i64, and its elements.
 */
final class NativeState {

    static final int VERSION = 1;

    private static final int PIECE = 1 << 16;

    private NativeState() {}

    static void write(Map<String, NDArray> arrays, OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeInt(VERSION);
        out.writeInt(arrays.size());
        byte[] piece = new byte[PIECE];
        for (Map.Entry<String, NDArray> named : arrays.entrySet()) {
            NDArray array = named.getValue();
            NDArray host = array.toDevice(Device.cpu(), false);
            try {
                // Direct: a view of the array's own memory.
                ByteBuffer data = host.toByteBuffer(true);
                out.writeUTF(named.getKey());
                out.writeLong(data.remaining());
                while (data.hasRemaining()) {
                    int length = Math.min(PIECE, data.remaining());
                    data.get(piece, 0, length);
                    out.write(piece, 0, length);
                }
            } finally {
                if (host != array) {
                    host.close();
                }
            }
        }
        out.flush();
    }

    /**
     * Reads into arrays that exist.
     *
     * @throws IllegalStateException when the checkpoint was made by another version or holds other
     *     arrays
     */
    static void read(Map<String, NDArray> arrays, InputStream source) throws IOException {
        DataInputStream in = new DataInputStream(source);
        int version = in.readInt();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "Unknown version %d of the learner's arrays (this build reads %d); restore with the build that wrote the checkpoint"
                            .formatted(version, VERSION));
        }
        require(in.readInt() == arrays.size(), "another number of arrays");
        for (Map.Entry<String, NDArray> named : arrays.entrySet()) {
            String name = in.readUTF();
            require(
                    name.equals(named.getKey()),
                    "array %s where %s was expected",
                    name,
                    named.getKey());
            NDArray array = named.getValue();
            long bytes = array.size() * array.getDataType().getNumOfBytes();
            long found = in.readLong();
            require(found == bytes, "%d bytes for %s, expected %d", found, name, bytes);
            read(array, Math.toIntExact(bytes), in);
        }
    }

    private static void read(NDArray array, int bytes, DataInputStream in) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        byte[] piece = new byte[PIECE];
        while (data.hasRemaining()) {
            int length = Math.min(PIECE, data.remaining());
            in.readFully(piece, 0, length);
            data.put(piece, 0, length);
        }
        try (NDArray read =
                array.getManager().create(data.flip(), array.getShape(), array.getDataType())) {
            NativeArrays.overwrite(array, read);
        }
    }

    private static void require(boolean condition, String found, Object... values) {
        if (!condition) {
            throw new IllegalStateException(
                    "The checkpoint does not fit the learner: it holds %s; restore with the network and options that it was made with"
                            .formatted(found.formatted(values)));
        }
    }
}
