package org.retain.datasets.bzip2;

import java.io.IOException;
import java.util.Arrays;

/** One canonical Huffman code of at most 20 bits: short codes by table, longer ones by length. */
final class HuffmanCode {

    static final int MAX_LENGTH = 20;
    private static final int TABLE_BITS = 10;
    private static final int MAX_SYMBOLS = 258;

    /** {@code symbol << 5 | length} by the next ten bits; 0 where the code is longer. */
    private final short[] table = new short[1 << TABLE_BITS];

    private final int[] firstCode = new int[MAX_LENGTH + 1];
    private final int[] count = new int[MAX_LENGTH + 1];
    private final int[] offset = new int[MAX_LENGTH + 1];
    private final short[] symbols = new short[MAX_SYMBOLS];

    /** Sets the code from the length in bits, 1 to 20, of each symbol's code word. */
    void set(byte[] lengths, int symbolCount) throws DamagedBzip2Exception {
        Arrays.fill(count, 0);
        for (int s = 0; s < symbolCount; s++) {
            count[lengths[s]]++;
        }
        int code = 0;
        int before = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code <<= 1;
            firstCode[length] = code;
            offset[length] = before;
            code += count[length];
            before += count[length];
            if (code > 1 << length) {
                throw new DamagedBzip2Exception("A bzip2 block has an impossible Huffman code");
            }
        }
        fill(lengths, symbolCount);
    }

    private void fill(byte[] lengths, int symbolCount) {
        int[] next = offset.clone();
        Arrays.fill(table, (short) 0);
        for (int s = 0; s < symbolCount; s++) {
            int length = lengths[s];
            int place = next[length]++;
            symbols[place] = (short) s;
            if (length <= TABLE_BITS) {
                int spare = TABLE_BITS - length;
                int from = (firstCode[length] + place - offset[length]) << spare;
                Arrays.fill(table, from, from + (1 << spare), (short) (s << 5 | length));
            }
        }
    }

    /** Takes one code word. */
    int take(BitInput in) throws IOException {
        int word = in.peek(MAX_LENGTH);
        int entry = table[word >>> (MAX_LENGTH - TABLE_BITS)];
        if (entry != 0) {
            in.skip(entry & 31);
            return entry >>> 5;
        }
        for (int length = TABLE_BITS + 1; length <= MAX_LENGTH; length++) {
            int index = (word >>> (MAX_LENGTH - length)) - firstCode[length];
            if (index < count[length]) {
                in.skip(length);
                return symbols[offset[length] + index];
            }
        }
        throw new DamagedBzip2Exception("A bzip2 block holds a word outside its Huffman code");
    }
}
