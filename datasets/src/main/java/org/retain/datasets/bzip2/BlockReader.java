package org.retain.datasets.bzip2;

import java.io.IOException;

/** Reads the entropy-coded form of blocks: Huffman codes, zero runs and move-to-front. */
final class BlockReader {

    private static final int GROUP = 50;
    private static final int MAX_SELECTORS = 18_002;
    private static final int MAX_TABLES = 6;

    /** No block is longer, so a run that grows beyond is damage. */
    private static final int MAX_RUN = 1 << 20;

    private final BitInput in;
    private final HuffmanCode[] codes = new HuffmanCode[MAX_TABLES];
    private final byte[] selectors = new byte[MAX_SELECTORS];
    private final byte[] alphabet = new byte[256];
    private int alphabetSize;

    BlockReader(BitInput in) {
        this.in = in;
        for (int i = 0; i < MAX_TABLES; i++) {
            codes[i] = new HuffmanCode();
        }
    }

    /** Reads the block behind a block marker. */
    void readInto(Block block) throws IOException {
        block.begin(in.take(32));
        if (in.takeBit()) {
            throw new DamagedBzip2Exception(
                    "A bzip2 block is randomised, which only bzip2 before 0.9.5 wrote");
        }
        int origin = in.take(24);
        readAlphabet();
        int tables = in.take(3);
        if (tables < 2 || tables > MAX_TABLES) {
            throw new DamagedBzip2Exception(
                    "A bzip2 block has %d Huffman codes, expected 2 to 6".formatted(tables));
        }
        int selectorCount = readSelectors(tables);
        readCodes(tables);
        readSymbols(block, selectorCount);
        in.requireNotPastEnd();
        block.complete(origin);
    }

    private void readAlphabet() throws IOException {
        int ranges = in.take(16);
        alphabetSize = 0;
        for (int high = 0; high < 16; high++) {
            int used = (ranges & 0x8000 >>> high) == 0 ? 0 : in.take(16);
            for (int low = 0; low < 16; low++) {
                if ((used & 0x8000 >>> low) != 0) {
                    alphabet[alphabetSize++] = (byte) (high << 4 | low);
                }
            }
        }
        if (alphabetSize == 0) {
            throw new DamagedBzip2Exception("A bzip2 block uses no byte at all");
        }
    }

    private int readSelectors(int tables) throws IOException {
        int count = in.take(15);
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < count; i++) {
            int index = 0;
            while (in.takeBit()) {
                if (++index == tables) {
                    throw new DamagedBzip2Exception(
                            "A bzip2 block selects a Huffman code it does not have");
                }
            }
            byte selected = order[index];
            System.arraycopy(order, 0, order, 1, index);
            order[0] = selected;
            if (i < MAX_SELECTORS) {
                selectors[i] = selected;
            }
        }
        return Math.min(count, MAX_SELECTORS);
    }

    private void readCodes(int tables) throws IOException {
        int symbols = alphabetSize + 2;
        byte[] lengths = new byte[symbols];
        for (int t = 0; t < tables; t++) {
            int length = in.take(5);
            for (int s = 0; s < symbols; s++) {
                while (in.takeBit()) {
                    length += in.takeBit() ? -1 : 1;
                    // Checked at each step, so that no damage makes this loop long.
                    requireLength(length);
                }
                requireLength(length);
                lengths[s] = (byte) length;
            }
            codes[t].set(lengths, symbols);
        }
    }

    private static void requireLength(int length) throws DamagedBzip2Exception {
        if (length < 1 || length > HuffmanCode.MAX_LENGTH) {
            throw new DamagedBzip2Exception(
                    "A bzip2 block has a code word of %d bits, expected 1 to 20".formatted(length));
        }
    }

    private void readSymbols(Block block, int selectorCount) throws IOException {
        byte[] front = alphabet.clone();
        int endOfBlock = alphabetSize + 1;
        int run = 0;
        int runUnit = 1;
        for (int group = 0; group < selectorCount; group++) {
            HuffmanCode code = codes[selectors[group]];
            for (int i = 0; i < GROUP; i++) {
                int symbol = code.take(in);
                if (symbol <= 1) {
                    run += runUnit << symbol;
                    runUnit <<= 1;
                    if (run > MAX_RUN) {
                        throw new DamagedBzip2Exception("A bzip2 block overflows");
                    }
                    continue;
                }
                if (run > 0) {
                    block.append(front[0], run);
                    run = 0;
                    runUnit = 1;
                }
                if (symbol == endOfBlock) {
                    return;
                }
                int index = symbol - 1;
                byte b = front[index];
                System.arraycopy(front, 0, front, 1, index);
                front[0] = b;
                block.append(b);
            }
        }
        throw new DamagedBzip2Exception("A bzip2 block has no end");
    }
}
