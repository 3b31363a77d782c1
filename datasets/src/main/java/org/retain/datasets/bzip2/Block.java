package org.retain.datasets.bzip2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * One block, from its Burrows-Wheeler transform to the bytes that were compressed.
 *
 * <p>Walking back through the transform waits for memory at each byte. Two blocks are therefore
 * walked at the same time, which takes hardly longer than one.
 */
final class Block {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Each byte of the transform; after {@link #complete} with the next one's index above it. */
    private final int[] chain;

    private final int[] counts = new int[256];
    private final byte[] walked;
    private int length;
    private int origin;
    private int expectedCrc;

    private byte[] plain;
    private int plainLength;

    Block(int capacity) {
        chain = new int[capacity];
        walked = new byte[capacity];
        plain = new byte[capacity + capacity / 4];
    }

    void begin(int crc) {
        length = 0;
        plainLength = 0;
        expectedCrc = crc;
        Arrays.fill(counts, 0);
    }

    void append(byte b) throws DamagedBzip2Exception {
        if (length == chain.length) {
            throw overflow();
        }
        chain[length++] = b & 0xff;
        counts[b & 0xff]++;
    }

    void append(byte b, int times) throws DamagedBzip2Exception {
        if (times > chain.length - length) {
            throw overflow();
        }
        Arrays.fill(chain, length, length + times, b & 0xff);
        length += times;
        counts[b & 0xff] += times;
    }

    /** Links the transform's bytes, once all are there. */
    void complete(int start) throws DamagedBzip2Exception {
        if (start >= length) {
            throw new DamagedBzip2Exception(
                    "A bzip2 block begins at byte %,d of %,d".formatted(start, length));
        }
        origin = start;
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        for (int i = 0; i < length; i++) {
            chain[counts[chain[i] & 0xff]++] |= i << 8;
        }
    }

    /** Undoes the transform of one block. */
    static void walk(Block block) {
        block.walk(0, block.chain[block.origin] >>> 8);
    }

    /** Undoes the transform of two blocks at the same time. */
    static void walk(Block a, Block b) {
        int[] chainA = a.chain;
        int[] chainB = b.chain;
        byte[] walkedA = a.walked;
        byte[] walkedB = b.walked;
        int together = Math.min(a.length, b.length);
        int atA = chainA[a.origin] >>> 8;
        int atB = chainB[b.origin] >>> 8;
        for (int i = 0; i < together; i++) {
            int linkA = chainA[atA];
            int linkB = chainB[atB];
            walkedA[i] = (byte) linkA;
            walkedB[i] = (byte) linkB;
            atA = linkA >>> 8;
            atB = linkB >>> 8;
        }
        a.walk(together, atA);
        b.walk(together, atB);
    }

    private void walk(int from, int start) {
        int at = start;
        for (int i = from; i < length; i++) {
            int link = chain[at];
            walked[i] = (byte) link;
            at = link >>> 8;
        }
    }

    /**
     * Expands the runs that were shortened before the transform, four bytes and a count, and checks
     * the result.
     *
     * @throws DamagedBzip2Exception when the checksum is not the block's
     */
    void expand() throws DamagedBzip2Exception {
        int to = 0;
        int same = 0;
        int last = -1;
        for (int i = 0; i < length; i++) {
            byte b = walked[i];
            if (same == 4) {
                int count = b & 0xff;
                reserve(to + count + length - i);
                Arrays.fill(plain, to, to + count, (byte) last);
                to += count;
                same = 0;
                last = -1;
                continue;
            }
            same = b == last ? same + 1 : 1;
            last = b;
            plain[to++] = b;
        }
        plainLength = to;
        int crc = crc();
        if (crc != expectedCrc) {
            throw new DamagedBzip2Exception(
                    "A bzip2 block has checksum %08x, expected %08x".formatted(crc, expectedCrc));
        }
    }

    byte[] plain() {
        return plain;
    }

    int plainLength() {
        return plainLength;
    }

    private void reserve(int needed) {
        if (needed > plain.length) {
            plain = Arrays.copyOf(plain, Math.max(needed, plain.length + plain.length / 2));
        }
    }

    /** bzip2's CRC is the usual one with the bits of all bytes, and of the result, reversed. */
    private int crc() {
        CRC32 crc = new CRC32();
        byte[] reversed = walked;
        for (int from = 0; from < plainLength; from += reversed.length) {
            int count = Math.min(reversed.length, plainLength - from);
            reverseBits(plain, from, reversed, count);
            crc.update(reversed, 0, count);
        }
        return Integer.reverse((int) crc.getValue());
    }

    private static void reverseBits(byte[] source, int from, byte[] target, int count) {
        int i = 0;
        for (; i + Long.BYTES <= count; i += Long.BYTES) {
            long x = (long) LONG.get(source, from + i);
            LONG.set(target, i, Long.reverseBytes(Long.reverse(x)));
        }
        for (; i < count; i++) {
            target[i] = (byte) (Integer.reverse(source[from + i]) >>> 24);
        }
    }

    private static DamagedBzip2Exception overflow() {
        return new DamagedBzip2Exception("A bzip2 block is longer than its file allows");
    }
}
