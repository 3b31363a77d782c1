package org.retain.operators.environment.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.TestingPython;

/** What the script of {@link PythonLauncher} makes of the place in an environment's info. */
class GymnasiumPlaceITCase {

    /** Argument: the script's directory. Prints the places that values of an info make. */
    private static final String PLACES =
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            import numpy, retain_worker
            retain_worker.numpy = numpy
            slot = retain_worker.Slot(None, "stage")
            for value in 3, numpy.int64(7), numpy.float32(2.5), True, None, float("nan"), "Dlvl:3":
                slot.info = {"stage": value}
                try:
                    print(slot.place())
                except retain_worker.Refused as e:
                    print(e)
            """;

    @Test
    void readsPlacesThatAreNumbersAndRefusesOthersByName(@TempDir Path directory)
            throws IOException {
        new PythonLauncher("python3", "CartPole-v1", "{}", List.of(), "").command(directory);

        List<String> found =
                TestingPython.install().run(PLACES, directory.toString()).lines().toList();

        assertThat(found.subList(0, 6)).containsExactly("3", "7", "2", "1", "-1", "-1");
        assertThat(found.get(6))
                .isEqualTo(
                        "info['stage'] is 'Dlvl:3', expected a real number; set environment.gymnasium.place to the name of one, or leave it out");
    }
}
