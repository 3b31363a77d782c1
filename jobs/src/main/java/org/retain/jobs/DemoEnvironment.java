package org.retain.jobs;

import java.util.Locale;
import java.util.function.Supplier;

/** The environments that the demo can show. */
public enum DemoEnvironment {
    NETHACK(NetHackDemo::new),
    APPLE_RETRIEVAL(AppleDemo::new);

    private final Supplier<Demo> demo;

    DemoEnvironment(Supplier<Demo> demo) {
        this.demo = demo;
    }

    Demo demo() {
        return demo.get();
    }

    /** As in an option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
