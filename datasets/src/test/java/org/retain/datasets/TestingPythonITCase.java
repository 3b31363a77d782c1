package org.retain.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The comparisons' Python environment installs and imports. */
class TestingPythonITCase {

    @Test
    void importsEveryLibraryThatTestsCompareWith() {
        String versions =
                TestingPython.install()
                        .run(
                                "import duckdb, nle, numpy, pandas, pyarrow, safetensors, kafka, torch;"
                                        + "print(nle.__version__, torch.__version__)");

        assertThat(versions).startsWith("1.3.0 2.7.1");
    }
}
