package org.retain.operators.environment.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a child prints into the log and remembers the end of it. */
final class WorkerLog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);

    private static final int LINES = 30;
    private static final int LINE_BYTES = 2000;

    /** A child's own children may hold its output open. */
    private static final long END_MILLISECONDS = 1000;

    private final String title;
    private final InputStream in;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread thread;

    WorkerLog(String title, InputStream in) {
        this.title = title;
        this.in = in;
        thread = new Thread(this, "log of " + title);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] bytes = new byte[4096];
        try (in) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                for (int i = 0; i < count; i++) {
                    if (bytes[i] == '\n') {
                        end(line);
                    } else if (line.size() < LINE_BYTES) {
                        line.write(bytes[i]);
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("The output of {} has ended", title, e);
        }
        if (line.size() > 0) {
            end(line);
        }
    }

    /** The last lines of a child that has ended. */
    String tail() {
        try {
            thread.join(END_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    private void end(ByteArrayOutputStream line) {
        String text = line.toString(UTF_8);
        line.reset();
        LOG.info("{}: {}", title, text);
        synchronized (tail) {
            if (tail.size() == LINES) {
                tail.removeFirst();
            }
            tail.addLast(text);
        }
    }
}
