package org.retain.datasets.nld;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The games below a directory, joined with what their xlogfiles say.
 *
 * <pre>{@code
 * NldDirectory directory = NldDirectory.scan(Path.of("nld-aa"));
 * for (NldGame game : directory.games()) { ... }
 * }</pre>
 *
 * <p>The layout is NLD-AA's: {@code <root>/nle_data/<session>/nle.<pid>.<episode>.ttyrec3.bz2}
 * beside {@code nle.<pid>.xlogfile}; the root may as well be {@code nle_data}, a session, or lie
 * higher. Links are followed. A game and its xlogfile line are joined by file name within one
 * directory. Games come in a fixed order: by directory, then pid and episode as numbers. Whatever
 * cannot be read is skipped with a reason; it never fails the scan.
 */
public final class NldDirectory {

    private static final Pattern RECORDING = Pattern.compile(".*\\.ttyrec(\\d*)(\\.bz2|\\.gz)?");
    private static final Pattern NUMBERED = Pattern.compile("nle\\.(\\d{1,9})\\.(\\d{1,9})\\..*");
    private static final String SUFFIX = ".ttyrec3.bz2";
    private static final Comparator<NldGame> ORDER =
            Comparator.comparing((NldGame game) -> parent(game.name()))
                    .thenComparing(game -> number(game.name(), 1))
                    .thenComparing(game -> number(game.name(), 2))
                    .thenComparing(NldGame::name);

    private final List<NldGame> games;
    private final List<PathRemark> skipped;
    private final List<PathRemark> notes;

    private NldDirectory(List<NldGame> games, List<PathRemark> skipped, List<PathRemark> notes) {
        this.games = List.copyOf(games);
        this.skipped = List.copyOf(skipped);
        this.notes = List.copyOf(notes);
    }

    /**
     * Looks for games below a directory.
     *
     * @throws IOException when the directory itself is missing or no directory
     */
    public static NldDirectory scan(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new FileNotFoundException(
                    "No directory %s; give the directory that holds nle_data".formatted(root));
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(
                    root + " is a file; give the directory that holds nle_data");
        }
        Scan scan = new Scan(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan);
        return scan.result();
    }

    /** The games, in a fixed order. */
    public List<NldGame> games() {
        return games;
    }

    /** Files and directories that could not be used, in the order of the paths. */
    public List<PathRemark> skipped() {
        return skipped;
    }

    /**
     * What is odd but costs no game, in the order of the paths: bad lines of an xlogfile, lines
     * whose recording is not there, games without a line.
     */
    public List<PathRemark> notes() {
        return notes;
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static int number(String name, int group) {
        Matcher matcher = NUMBERED.matcher(name.substring(parent(name).length()));
        return matcher.matches() ? Integer.parseInt(matcher.group(group)) : Integer.MAX_VALUE;
    }

    private static final class Scan extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Map<String, Long> recordings = new HashMap<>();
        private final Map<String, Map<String, String>> logs = new HashMap<>();
        private final List<PathRemark> skipped = new ArrayList<>();
        private final List<PathRemark> notes = new ArrayList<>();

        private Scan(Path root) {
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

        private NldDirectory result() {
            Set<String> unusable = new HashSet<>();
            skipped.forEach(path -> unusable.add(path.path()));
            List<NldGame> games = new ArrayList<>();
            recordings.forEach(
                    (name, bytes) -> {
                        if (!logs.containsKey(name)) {
                            note(name, "No xlogfile line: the game was cut off");
                        }
                        games.add(
                                new NldGame(root, name, bytes, logs.getOrDefault(name, Map.of())));
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
    }
}
