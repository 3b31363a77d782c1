package org.retain.datasets.shard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes files appear whole or not at all, also when the machine loses power. */
public final class DurableFiles {

    private DurableFiles() {}

    /** Writes the bytes beside the target, then puts them in its place. */
    static void write(Path temporary, byte[] bytes, Path target) throws IOException {
        try {
            Files.write(temporary, bytes);
            publish(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Puts a finished file in the place of the target, which lies in the same file system. */
    static void publish(Path temporary, Path target) throws IOException {
        force(temporary, StandardOpenOption.WRITE);
        Files.move(
                temporary,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        force(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
    }

    /** Gives a directory, whose files are published, its name, which no other has. */
    static void publishDirectory(Path temporary, Path target) throws IOException {
        force(temporary, StandardOpenOption.READ);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
    }

    /** SHA-256 of a file's content, hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] buffer = new byte[1 << 16];
                while (in.read(buffer) >= 0) {
                    // Reading is what feeds the digest.
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
