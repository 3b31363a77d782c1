package org.retain.datasets.ttyrec;

import io.airlift.compress.bzip2.BZip2HadoopStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decompresses a recording; tells damaged data from a file that cannot be read. */
final class Bzip2InputStream extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final InputStream decompressed;

    private Bzip2InputStream(InputStream decompressed) {
        this.decompressed = decompressed;
    }

    static Bzip2InputStream open(InputStream in, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(4);
        byte[] magic = buffered.readNBytes(4);
        if (magic.length < 4 || magic[0] != 'B' || magic[1] != 'Z' || magic[2] != 'h') {
            throw new TtyrecFormatException(
                    "%s is no ttyrec3 recording: it is empty or not compressed with bzip2"
                            .formatted(name));
        }
        buffered.reset();
        return new Bzip2InputStream(new BZip2HadoopStreams().createInputStream(buffered));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return decompressed.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw new DamagedDataException("The bzip2 data is damaged: " + e.getMessage());
        }
    }

    long position() {
        return 0;
    }

    boolean hasTrailingBytes() {
        return false;
    }

    @Override
    public void close() throws IOException {
        decompressed.close();
    }
}
