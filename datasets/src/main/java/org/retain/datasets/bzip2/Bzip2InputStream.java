package org.retain.datasets.bzip2;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Decompresses the first bzip2 stream of a file.
 *
 * <p>It exists beside the libraries' because it never gives out a byte of a block whose checksum is
 * wrong, tells damage from a file that cannot be read, and undoes two blocks' transforms at once so
 * as to wait less for memory. Randomised blocks, which bzip2 itself has not written since 1999, are
 * refused. Memory: about 12 MB, and up to 45 MB more per block that was crafted to expand as far as
 * the format allows. Not thread-safe.
 */
public final class Bzip2InputStream extends InputStream {

    private static final long BLOCK_MARKER = 0x314159265359L;
    private static final long END_MARKER = 0x177245385090L;
    private static final int LEVEL_BYTES = 100_000;

    private final BitInput bits;
    private final BlockReader reader;
    private final Block[] blocks = new Block[2];
    private final int blockCapacity;

    /** Blocks of {@link #blocks} that hold data, and the one being given out. */
    private int filled;

    private int current;
    private int given;
    private int combinedCrc;
    private DamagedBzip2Exception damage;
    private boolean ended;

    /**
     * Begins with the stream's header.
     *
     * @throws DamagedBzip2Exception when the data does not begin as bzip2 does
     * @throws IOException when the stream cannot be read
     */
    public Bzip2InputStream(InputStream in) throws IOException {
        bits = new BitInput(in);
        reader = new BlockReader(bits);
        boolean header = bits.hasMoreBytes() && bits.take(24) == ('B' << 16 | 'Z' << 8 | 'h');
        int level = header ? bits.take(8) - '0' : 0;
        if (level < 1 || level > 9) {
            throw new DamagedBzip2Exception("No bzip2 header (BZh1 to BZh9) at the beginning");
        }
        blockCapacity = level * LEVEL_BYTES;
    }

    /**
     * Reads up to {@code length} decompressed bytes.
     *
     * @return the number of bytes read, -1 at the end of the bzip2 stream
     * @throws DamagedBzip2Exception when there is no further whole block, nor a proper end
     * @throws IOException when the stream cannot be read
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (current < filled) {
                Block block = blocks[current];
                int count = Math.min(length, block.plainLength() - given);
                System.arraycopy(block.plain(), given, target, offset, count);
                given += count;
                if (given == block.plainLength()) {
                    nextBlock();
                }
                if (count > 0) {
                    return count;
                }
            } else if (damage != null) {
                throw damage;
            } else if (ended) {
                return -1;
            } else {
                fill();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Compressed bytes taken so far; it runs ahead of what was given out. */
    public long position() {
        return bits.position();
    }

    /**
     * Whether bytes follow the end of the stream; meaningful once {@code read} returned -1.
     *
     * @throws IOException when the stream cannot be read
     */
    public boolean hasTrailingBytes() throws IOException {
        return ended && bits.hasMoreBytes();
    }

    @Override
    public void close() throws IOException {
        bits.close();
    }

    private void fill() throws IOException {
        filled = 0;
        current = 0;
        given = 0;
        try {
            while (filled < blocks.length && nextIsBlock()) {
                if (blocks[filled] == null) {
                    blocks[filled] = new Block(blockCapacity);
                }
                reader.readInto(blocks[filled]);
                filled++;
            }
        } catch (DamagedBzip2Exception e) {
            damage = e;
        }
        if (filled == blocks.length) {
            Block.walk(blocks[0], blocks[1]);
        } else if (filled > 0) {
            Block.walk(blocks[0]);
        }
        if (filled > 0) {
            expand();
        }
    }

    private void nextBlock() {
        current++;
        given = 0;
        if (current < filled) {
            expand();
        }
    }

    private void expand() {
        try {
            blocks[current].expand();
        } catch (DamagedBzip2Exception e) {
            damage = e;
            filled = current;
        }
    }

    private boolean nextIsBlock() throws IOException {
        if (ended) {
            return false;
        }
        long marker = bits.takeMarker();
        if (marker == BLOCK_MARKER) {
            int crc = bits.peek(32);
            combinedCrc = Integer.rotateLeft(combinedCrc, 1) ^ crc;
            return true;
        }
        if (marker != END_MARKER) {
            bits.requireNotPastEnd();
            throw new DamagedBzip2Exception("Found no bzip2 block where one is due");
        }
        int expected = bits.take(32);
        bits.requireNotPastEnd();
        if (expected != combinedCrc) {
            throw new DamagedBzip2Exception(
                    "The bzip2 blocks have checksum %08x in all, expected %08x"
                            .formatted(combinedCrc, expected));
        }
        ended = true;
        return false;
    }
}
