package org.retain.datasets.nld;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks a data set's directory and collects recordings, logs and what cannot be used. */
final class NldScan extends SimpleFileVisitor<Path> {

    private static final Pattern RECORDING = Pattern.compile(".*\\.ttyrec(\\d*)(\\.bz2|\\.gz)?");
    private static final Pattern NUMBERED = Pattern.compile("nle\\.(\\d{1,9})\\.(\\d{1,9})\\..*");
    private static final String SUFFIX = ".ttyrec3.bz2";
    private static final Comparator<NldGame> ORDER =
            Comparator.comparing((NldGame game) -> parent(game.name()))
                    .thenComparing(game -> number(game.name(), 1))
                    .thenComparing(game -> number(game.name(), 2))
                    .thenComparing(NldGame::name);

    private final Path root;
    private final Map<String, Long> recordings = new HashMap<>();
    private final Map<String, Map<String, String>> logs = new HashMap<>();
    private final List<PathRemark> skipped = new ArrayList<>();
    private final List<PathRemark> notes = new ArrayList<>();

    NldScan(Path root) {
        this.root = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = name(file);
        if (name.endsWith(".xlogfile")) {
            readLog(file, name);
            return FileVisitResult.CONTINUE;
        }
        Matcher recording = RECORDING.matcher(name);
        if (!recording.matches()) {
            return FileVisitResult.CONTINUE;
        }
        if (!name.endsWith(SUFFIX)) {
            skip(name, "A recording of another format, expected *" + SUFFIX);
        } else if (!attributes.isRegularFile()) {
            skip(name, "Not a regular file");
        } else if (!Files.isReadable(file)) {
            skip(name, "No permission to read it");
        } else {
            recordings.put(name, attributes.size());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        skip(name(file), "Cannot be read: " + reason(failure));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
        if (failure != null) {
            skip(name(directory), "Listed only in part: " + reason(failure));
        }
        return FileVisitResult.CONTINUE;
    }

    private void readLog(Path file, String name) {
        try {
            Xlogfile log = Xlogfile.read(file);
            log.problems().forEach(problem -> note(name, problem));
            log.games()
                    .forEach(
                            (recording, fields) ->
                                    logs.merge(
                                            parent(name) + recording,
                                            fields,
                                            (first, second) -> first));
        } catch (IOException e) {
            skip(name, "Cannot be read, its games count as cut off: " + reason(e));
        }
    }

    NldDirectory result() {
        Set<String> unusable = new HashSet<>();
        skipped.forEach(path -> unusable.add(path.path()));
        List<NldGame> games = new ArrayList<>();
        recordings.forEach(
                (name, bytes) -> {
                    if (!logs.containsKey(name)) {
                        note(name, "No xlogfile line: the game was cut off");
                    }
                    games.add(new NldGame(root, name, bytes, logs.getOrDefault(name, Map.of())));
                });
        for (String name : logs.keySet()) {
            if (!recordings.containsKey(name) && !unusable.contains(name)) {
                note(name, "An xlogfile names this recording, but there is no such file");
            }
        }
        games.sort(ORDER);
        skipped.sort(PathRemark.ORDER);
        notes.sort(PathRemark.ORDER);
        return new NldDirectory(games, skipped, notes);
    }

    private void note(String name, String reason) {
        notes.add(new PathRemark(name, reason));
    }

    private void skip(String name, String reason) {
        skipped.add(new PathRemark(name, reason));
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof FileSystemLoopException) {
            return "a link leads back to a directory above it";
        }
        if (failure instanceof NoSuchFileException) {
            return "it, or what the link leads to, is missing";
        }
        return String.valueOf(failure.getMessage());
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static int number(String name, int group) {
        Matcher matcher = NUMBERED.matcher(name.substring(parent(name).length()));
        return matcher.matches() ? Integer.parseInt(matcher.group(group)) : Integer.MAX_VALUE;
    }
}
