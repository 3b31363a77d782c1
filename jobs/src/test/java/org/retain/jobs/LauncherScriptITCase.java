package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./retain} in a copy of the checkout that holds the jars of this build. */
@Timeout(120)
class LauncherScriptITCase {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("jobs", "operators", "datasets");
    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "env",
                    "readlink",
                    "dirname",
                    "sed",
                    "head",
                    "find",
                    "mkdir",
                    "mv",
                    "flock",
                    "rm",
                    "cat",
                    "touch",
                    "sleep",
                    "cp");

    @TempDir private Path directory;
    private Path checkout;
    private Path tools;

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = Files.createDirectory(directory.resolve("check out"));
        tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        Files.copy(CHECKOUT.resolve("retain"), checkout.resolve("retain"));
        Files.copy(CHECKOUT.resolve("pom.xml"), checkout.resolve("pom.xml"));
        Files.createDirectory(checkout.resolve("infra"));
        Files.copy(CHECKOUT.resolve("infra/native.env"), checkout.resolve("infra/native.env"));
        for (String module : MODULES) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.copy(
                    CHECKOUT.resolve(module).resolve("pom.xml"),
                    checkout.resolve(module).resolve("pom.xml"));
        }
    }

    /** JUnit would warn of every link that it deletes with the directory. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void runsFromAnywhereThroughALink() throws Exception {
        installJars(checkout);
        Path link = Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("retain"));
        addJava();

        Result result = run(link, "help");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Usage: ./retain COMMAND");
        for (var command : Retain.commands()) {
            assertThat(result.out()).contains("  " + command.name() + " ");
        }
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        installJars(checkout);
        addJava();

        Result result = run(checkout.resolve("retain"), "helb");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().strip()).isEqualTo("Unknown command helb; did you mean help?");
    }

    @Test
    void namesThePackageOfAnAbsentJava() throws Exception {
        Result result = run(checkout.resolve("retain"), "help");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("no java").contains("openjdk-17-jdk-headless");
    }

    @Test
    void refusesAnotherJava() throws Exception {
        Path home = Files.createDirectories(directory.resolve("jdk-11/bin")).getParent();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        script(home.resolve("bin/java"), "exit 9");
        Files.createSymbolicLink(tools.resolve("java"), home.resolve("bin/java"));

        Result result = run(checkout.resolve("retain"), "help");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("found Java 11").contains("openjdk-17-jdk-headless");
    }

    @Test
    void namesThePackageOfAnAbsentMaven() throws Exception {
        addJava();

        Result result = run(checkout.resolve("retain"), "help");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("no mvn").contains("apt-get install maven");
    }

    @Test
    void aFailedBuildIsTriedAgain() throws Exception {
        addJava();
        script(tools.resolve("mvn"), "echo broken; exit 1");
        Result failed = run(checkout.resolve("retain"), "help");
        addMaven();

        Result again = run(checkout.resolve("retain"), "help");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("broken").contains("The build failed");
        assertThat(again.exitCode()).isZero();
    }

    @Test
    void buildsOnceWhenTwoStartTogetherAndAgainAfterAChange() throws Exception {
        addJava();
        addMaven();

        Process first = start(checkout.resolve("retain"), "help");
        Process second = start(checkout.resolve("retain"), "help");
        Result one = result(first);
        Result two = result(second);
        int builds = builds();
        Files.writeString(checkout.resolve("operators/src/main/New.java"), "");
        Result three = run(checkout.resolve("retain"), "help");
        Result four = run(checkout.resolve("retain"), "help");

        assertThat(Stream.of(one, two, three, four)).allMatch(r -> r.exitCode() == 0);
        assertThat(builds).isEqualTo(1);
        assertThat(builds()).isEqualTo(2);
        assertThat(three.out()).startsWith("Usage:");
    }

    /** The jars of this build with a stamp that says they are new. */
    private static void installJars(Path checkout) throws IOException {
        for (String module : MODULES) {
            Path target = Files.createDirectories(checkout.resolve(module).resolve("target"));
            try (Stream<Path> jars = Files.list(CHECKOUT.resolve(module).resolve("target"))) {
                for (Path jar : jars.filter(f -> f.toString().endsWith(".jar")).toList()) {
                    Files.copy(jar, target.resolve(jar.getFileName()));
                }
            }
        }
        Path target = checkout.resolve("jobs/target");
        Files.copy(CHECKOUT.resolve("jobs/target/classpath.txt"), target.resolve("classpath.txt"));
        Files.createFile(target.resolve("retain.built"));
    }

    /** Stands in for Maven: counts its calls and puts the jars of this build into place. */
    private void addMaven() throws IOException {
        Path ready = Files.createDirectory(directory.resolve("ready"));
        installJars(ready);
        String copy =
                """
                echo called >>"%s/builds"
                sleep 0.3
                cp -r "%s/." "%s"
                """
                        .formatted(directory, ready, checkout);
        Files.deleteIfExists(tools.resolve("mvn"));
        script(tools.resolve("mvn"), copy);
    }

    private int builds() throws IOException {
        return Files.readAllLines(directory.resolve("builds")).size();
    }

    private void addJava() throws IOException {
        Files.createSymbolicLink(
                tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private Result run(Path script, String... args) throws Exception {
        return result(start(script, args));
    }

    private Process start(Path script, String... args) throws IOException {
        String[] command =
                Stream.concat(Stream.of(script.toString()), Stream.of(args)).toArray(String[]::new);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(key -> key.startsWith("RETAIN_") || key.equals("JAVA_HOME"));
        environment.put("PATH", tools.toString());
        return builder.start();
    }

    private static Result result(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\nset -e\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + tool + " on the PATH"));
    }

    private record Result(int exitCode, String out, String err) {}
}
