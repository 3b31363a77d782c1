package org.retain.jobs.cluster;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Settings of the one broker of a machine: broker and controller in one, on the loopback interface
 * only.
 */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerProperties() {}

    static Properties of(Path directory, int port) {
        int controllerPort = LoopbackPort.free();
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put(
                "controller.quorum.voters",
                NODE_ID + "@" + LoopbackPort.HOST + ":" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put(
                "listeners",
                "PLAINTEXT://%s:%d,%s://%s:%d"
                        .formatted(
                                LoopbackPort.HOST,
                                port,
                                CONTROLLER_LISTENER,
                                LoopbackPort.HOST,
                                controllerPort));
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        // Without it the next start on this directory waits for the old session to expire.
        properties.put("controlled.shutdown.enable", "true");
        return properties;
    }
}
