package org.retain.operators.policy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.retain.operators.file.AtomicFile;

/**
 * The bytes of a weights file and their SHA-256, at any URI that Flink's file systems know; a path
 * without a scheme is a local file.
 *
 * @param bytes the whole file
 * @param sha256 SHA-256 of the bytes, 64 lower-case hexadecimal digits
 */
record WeightsFile(ByteBuffer bytes, String sha256) {

    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    /**
     * Reads a file.
     *
     * @param expectedSha256 the hash that the file must have; empty accepts any file
     * @throws InvalidWeightsException when there is no such file or its hash differs
     * @throws UncheckedIOException when reading fails, which may pass
     */
    static WeightsFile read(String location, Optional<String> expectedSha256) {
        byte[] bytes;
        try {
            bytes = readAll(location);
        } catch (FileNotFoundException e) {
            throw new InvalidWeightsException(
                    "%s: no such weights file; check the location, and that it is readable from this machine"
                            .formatted(location),
                    e);
        } catch (UnsupportedFileSystemSchemeException | IllegalArgumentException e) {
            throw new InvalidWeightsException(
                    "%s: cannot read the weights file: %s".formatted(location, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: reading the weights file failed".formatted(location), e);
        }
        String found = sha256(bytes);
        expectedSha256
                .map(hash -> hash.strip().toLowerCase(Locale.ROOT))
                .filter(expected -> !expected.equals(found))
                .ifPresent(
                        expected -> {
                            throw new InvalidWeightsException(
                                    "%s: the weights file has SHA-256 %s, expected %s; give the right file or the right hash"
                                            .formatted(location, found, expected));
                        });
        return new WeightsFile(ByteBuffer.wrap(bytes), found);
    }

    /**
     * Writes a file so that readers see all of it or nothing; replaces an older file.
     *
     * @return SHA-256 of the bytes
     */
    static String write(String location, byte[] bytes) throws IOException {
        AtomicFile.write(new Path(location), bytes);
        return sha256(bytes);
    }

    private static byte[] readAll(String location) throws IOException {
        Path path = new Path(location);
        FileSystem fileSystem = path.getFileSystem();
        FileStatus status = fileSystem.getFileStatus(path);
        if (status.isDir()) {
            throw new IllegalArgumentException("it is a directory");
        }
        if (status.getLen() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "it has %d bytes, at most %d are supported"
                            .formatted(status.getLen(), MAX_BYTES));
        }
        if (status.getLen() == 0) {
            throw new IllegalArgumentException("it is empty, or no regular file");
        }
        try (FSDataInputStream in = fileSystem.open(path)) {
            return in.readNBytes((int) status.getLen());
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
