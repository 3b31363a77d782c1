package org.retain.jobs.command;

/** The context of code that a command would run. */
public final class TestingContext {

    private TestingContext() {}

    /** Prints on the standard streams; nobody asks to stop. */
    public static CommandContext standard() {
        return new CommandContext(
                new Console(System.out, System.err, false, false), new StopToken());
    }
}
