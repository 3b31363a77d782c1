package org.retain.jobs.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.retain.datasets.ttyrec.FrameBuffer;
import org.retain.datasets.ttyrec.FrameText;
import org.retain.datasets.ttyrec.TtyrecFormatException;
import org.retain.datasets.ttyrec.TtyrecReader;
import org.retain.jobs.command.Command;
import org.retain.jobs.command.CommandContext;
import org.retain.jobs.command.CommandException;
import org.retain.jobs.command.StopToken;
import org.retain.jobs.command.Summary;
import org.retain.jobs.command.UsageException;

/** {@code ./retain inspect FILE...}: shows, plays or digests recordings. */
public final class InspectCommand extends Command {

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String summary() {
        return "Show, play or digest recordings of NetHack games";
    }

    @Override
    public String details() {
        return "Without options it shows a summary and the first frame of each file. It fails when"
                + " nothing of a file could be read; of a damaged file it shows what is whole, and"
                + " what is wrong. Colours are left out when NO_COLOR is set.";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(
                InspectOptions.FRAME,
                InspectOptions.DIGEST,
                InspectOptions.PLAY,
                InspectOptions.SPEED);
    }

    @Override
    public Optional<ConfigOption<List<String>>> positional() {
        return Optional.of(InspectOptions.FILE);
    }

    @Override
    public Summary run(Configuration configuration, CommandContext context) throws Exception {
        check(configuration, context);
        List<String> unreadable = new ArrayList<>();
        List<String> files = configuration.get(InspectOptions.FILE);
        for (String file : files) {
            context.stop().check();
            String problem = inspect(file, configuration, context);
            if (!problem.isEmpty()) {
                unreadable.add(problem);
            }
        }
        if (!unreadable.isEmpty()) {
            throw new CommandException(String.join(System.lineSeparator(), unreadable));
        }
        return new Summary();
    }

    private static void check(Configuration configuration, CommandContext context) {
        boolean play = configuration.get(InspectOptions.PLAY);
        boolean digest = configuration.get(InspectOptions.DIGEST);
        Optional<Long> frame = configuration.getOptional(InspectOptions.FRAME);
        if ((play ? 1 : 0) + (digest ? 1 : 0) + (frame.isPresent() ? 1 : 0) > 1) {
            throw new UsageException(
                    "Only one of --frame, --digest and --play can be done at once");
        }
        if (frame.isPresent() && frame.get() < 0) {
            throw new UsageException("--frame is %d, expected 0 or more".formatted(frame.get()));
        }
        double speed = configuration.get(InspectOptions.SPEED);
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new UsageException("--speed is %s, expected more than 0".formatted(speed));
        }
        if (play && !context.outIsTerminal()) {
            throw new UsageException(
                    "--play draws on a terminal, and standard output is none; --frame N shows one frame");
        }
    }

    /** Does what is asked for one file; returns why nothing of it could be read, or "". */
    private static String inspect(String file, Configuration configuration, CommandContext context)
            throws InterruptedException {
        boolean digest = configuration.get(InspectOptions.DIGEST);
        Path path = Path.of(file);
        try {
            if (digest) {
                RecordingReport report = RecordingReport.of(path, context.stop());
                context.out().println(report.json(file));
                return emptiness(file, report.frames(), report.problems());
            }
            if (configuration.get(InspectOptions.PLAY)) {
                return play(path, configuration.get(InspectOptions.SPEED), context);
            }
            Optional<Long> frame = configuration.getOptional(InspectOptions.FRAME);
            return frame.isPresent() ? show(path, frame.get(), context) : summarise(path, context);
        } catch (IOException e) {
            String problem = describe(file, e);
            if (digest) {
                context.out().println(RecordingReport.unreadable(problem).json(file));
            }
            return problem;
        }
    }

    private static String summarise(Path file, CommandContext context) throws IOException {
        RecordingReport report = RecordingReport.of(file, context.stop());
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s: %,d frames, %s, highest score %,d%n",
                        file,
                        report.frames(),
                        describe(report.duration()),
                        report.score());
        print(report.problems(), context);
        String problem = emptiness(file.toString(), report.frames(), report.problems());
        return problem.isEmpty() && report.frames() > 0 ? show(file, 0, context) : problem;
    }

    private static String show(Path file, long wanted, CommandContext context) throws IOException {
        FrameBuffer buffer = new FrameBuffer(256);
        try (TtyrecReader reader = TtyrecReader.open(file)) {
            long before = 0;
            for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
                context.stop().check();
                if (wanted < before + n) {
                    int index = (int) (wanted - before);
                    context.out().println(FrameText.header(buffer, index, wanted));
                    rows(buffer, index).forEach(context.out()::println);
                    return "";
                }
                before += n;
            }
            print(reader.problems(), context);
            return "%s has no frame %,d: it has %,d, counted from 0"
                    .formatted(file, wanted, before);
        }
    }

    private static List<String> rows(FrameBuffer buffer, int index) {
        return System.getenv("NO_COLOR") == null
                ? FrameText.colored(buffer, index)
                : FrameText.plain(buffer, index);
    }

    private static String play(Path file, double speed, CommandContext context)
            throws IOException, InterruptedException {
        try (TtyrecReader reader = TtyrecReader.open(file)) {
            new Playback(context.out(), speed, new StoppableClock(context.stop())).play(reader);
            print(reader.problems(), context);
            return emptiness(file.toString(), reader.framesRead(), reader.problems());
        }
    }

    private static String emptiness(String file, long frames, List<String> problems) {
        return frames == 0 && !problems.isEmpty()
                ? "%s: no frame could be read: %s".formatted(file, String.join("; ", problems))
                : "";
    }

    private static void print(List<String> problems, CommandContext context) {
        problems.forEach(problem -> context.err().println("damaged: " + problem));
    }

    private static String describe(String file, IOException e) {
        if (e instanceof TtyrecFormatException) {
            return e.getMessage();
        }
        return e instanceof NoSuchFileException
                ? "%s does not exist".formatted(file)
                : "%s cannot be read: %s".formatted(file, e);
    }

    private static String describe(Duration duration) {
        return "%d:%02d:%02d"
                .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    private record StoppableClock(StopToken stop) implements Playback.Clock {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void awaitUntil(long nanos) throws InterruptedException {
            stop.check();
            long left = nanos - System.nanoTime();
            if (left > 0 && stop.await(Duration.ofNanos(left))) {
                stop.check();
            }
        }
    }
}
