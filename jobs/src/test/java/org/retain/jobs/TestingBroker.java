package org.retain.jobs;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.retain.jobs.cluster.EmbeddedBroker;

/** One real broker for all tests of a class: a static field with {@code @RegisterExtension}. */
final class TestingBroker implements BeforeAllCallback, AfterAllCallback {

    private EmbeddedBroker broker;

    @Override
    public void beforeAll(ExtensionContext context) {
        broker = EmbeddedBroker.temporary();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        broker.close();
    }
}
