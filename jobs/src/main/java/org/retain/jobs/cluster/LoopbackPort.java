package org.retain.jobs.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports of the loopback interface. Numeric, because a host name may resolve to an address nobody
 * listens on.
 */
final class LoopbackPort {
    static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /** A port that was free a moment ago; another process may take it before the caller does. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ClusterException("No free port on " + HOST + ": " + e.getMessage(), e);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses a port that is taken, naming the option which moves {@code purpose} elsewhere. */
    static void require(int port, String purpose, String option) {
        if (!isFree(port)) {
            throw new ClusterException(
                    "Port %s:%d for %s is taken by another process; stop that process or choose another port with %s"
                            .formatted(HOST, port, purpose, option));
        }
    }
}
