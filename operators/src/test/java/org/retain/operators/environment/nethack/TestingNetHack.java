package org.retain.operators.environment.nethack;

/** NetHack environments for tests. */
final class TestingNetHack {

    static final String MONK = "mon-hum-neu-mal";

    private TestingNetHack() {}

    /** Settings of this character, which record nothing. */
    static NetHackSettings settings(String character, int maxSteps) {
        return new NetHackSettings(null, character, maxSteps, 150, null);
    }

    /** A factory that records nothing. */
    static NetHackFactory factory(String character, int maxSteps) {
        return new NetHackFactory(settings(character, maxSteps));
    }
}
