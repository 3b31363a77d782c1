package org.retain.operators.environment.nethack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.retain.operators.environment.EnvironmentException;

@EnabledOnOs(OS.LINUX)
class NetHackInstallationTest {

    @TempDir private Path directory;

    @Test
    void refusesOwnFilesWithAnotherDigest() throws IOException {
        Files.writeString(directory.resolve("libnethack.so"), "another build");
        Files.writeString(directory.resolve("nhdat"), "");

        assertThatThrownBy(() -> NetHackInstallation.locate(directory.toString()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(directory.resolve("libnethack.so") + " has SHA-256")
                .hasMessageContaining("expected " + NetHackInstallation.LIBRARY_SHA256)
                .hasMessageContaining("would crash");
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatThrownBy(() -> NetHackInstallation.locate(directory.toString()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(directory.resolve("libnethack.so") + " cannot be read")
                .hasMessageContaining("of the wheel nle 1.3.0 in " + directory);
    }

    @Test
    void saysWhatToDoWithoutPython() {
        NetHackWheel wheel = new NetHackWheel(directory.resolve("no-python").toString());

        assertThatThrownBy(() -> NetHackInstallation.cached(directory.resolve("cache"), wheel))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no-python cannot be started")
                .hasMessageContaining("packages python3, python3-pip")
                .hasMessageContaining("name it as nethack.library");
        assertThat(directory.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void showsWhatPipSaidWithoutNetwork() throws IOException {
        NetHackWheel wheel =
                new NetHackWheel(python("echo 'Temporary failure in name resolution'; exit 1"));

        assertThatThrownBy(() -> NetHackInstallation.cached(directory.resolve("cache"), wheel))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("pip ended with 1: Temporary failure in name resolution")
                .hasMessageContaining("without network, run 'python3 -m pip download");
        assertThat(directory.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void refusesAWheelOfAnotherBuildAndCachesNothing() throws IOException {
        Path wheel = directory.resolve("nle-1.3.0-other.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (String name : List.of("nle/libnethack.so", "nle/nethackdir/nhdat")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(7);
            }
        }
        NetHackWheel download = new NetHackWheel(python("cp " + wheel + " \"${15}\""));

        assertThatThrownBy(() -> NetHackInstallation.cached(directory.resolve("cache"), download))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("libnethack.so has SHA-256");
        assertThat(directory.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void usesTheCacheWithoutAskingPip() throws IOException {
        Path cached =
                directory.resolve(
                        "nle-1.3.0-" + NetHackInstallation.LIBRARY_SHA256.substring(0, 12));
        Files.createDirectories(cached);
        Files.writeString(cached.resolve("libnethack.so"), "damaged");
        NetHackWheel wheel = new NetHackWheel(python("touch " + directory.resolve("asked")));

        assertThatThrownBy(() -> NetHackInstallation.cached(directory, wheel))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("delete the directory if it is the cache");
        assertThat(directory.resolve("asked")).doesNotExist();
    }

    @Test
    void refusesOtherPlatforms() {
        assertThatCode(() -> NetHackInstallation.checkPlatform("Linux", "amd64", true))
                .doesNotThrowAnyException();
        for (String[] other :
                new String[][] {
                    {"Mac OS X", "aarch64"}, {"Linux", "aarch64"}, {"Windows 11", ""}
                }) {
            assertThatThrownBy(() -> NetHackInstallation.checkPlatform(other[0], other[1], true))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("this is " + other[0] + " " + other[1]);
        }
        assertThatThrownBy(() -> NetHackInstallation.checkPlatform("Linux", "amd64", false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("this is Linux amd64 without glibc");
    }

    private String python(String script) throws IOException {
        Path file = directory.resolve("python");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }
}
