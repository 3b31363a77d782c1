package org.retain.operators.environment.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two ends of a connection within this process. */
record TestingSockets(SocketChannel near, SocketChannel far) {

    static TestingSockets open() throws IOException {
        Path directory = Files.createTempDirectory("sockets");
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(path));
            return new TestingSockets(near, server.accept());
        } finally {
            Files.delete(path);
            Files.delete(directory);
        }
    }
}
