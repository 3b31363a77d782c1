package org.retain.datasets.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Unpacks zstd pages in one call each, straight into the array that is handed out; Parquet's own
 * codec streams through Hadoop and copies twice.
 */
final class ZstdPages implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Pages are packed by " + PageBuffer.class);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException(
                    "pages are packed with %s, expected ZSTD; another program rewrote the file:"
                                    .formatted(codec)
                            + " preprocess again");
        }
        return new Decompressor();
    }

    @Override
    public void release() {}

    private static final class Decompressor implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput packed, int length) throws IOException {
            return BytesInput.from(unpack(packed.toByteBuffer(), length));
        }

        @Override
        public void decompress(ByteBuffer in, int packedLength, ByteBuffer out, int length)
                throws IOException {
            out.put(unpack(in.slice().limit(packedLength), length));
            in.position(in.position() + packedLength);
        }

        @Override
        public void release() {}

        private static byte[] unpack(ByteBuffer in, int length) throws IOException {
            byte[] packed;
            int offset = 0;
            if (in.hasArray()) {
                packed = in.array();
                offset = in.arrayOffset() + in.position();
            } else {
                packed = new byte[in.remaining()];
                in.duplicate().get(packed);
            }
            // Asked before anything is allocated: a damaged header may promise any length.
            long promised = Zstd.getFrameContentSize(packed, offset, in.remaining());
            if (promised != length) {
                throw new IOException(
                        "a page unpacks to %,d bytes, its header says %,d"
                                .formatted(promised, length));
            }
            byte[] page = new byte[length];
            try {
                Zstd.decompressByteArray(page, 0, length, packed, offset, in.remaining());
            } catch (ZstdException e) {
                throw new IOException("a page is no zstd frame: " + e.getMessage(), e);
            }
            return page;
        }
    }
}
