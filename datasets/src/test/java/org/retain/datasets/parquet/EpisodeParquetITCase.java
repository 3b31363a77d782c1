package org.retain.datasets.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.retain.datasets.episode.TestingEpisodes.scored;
import static org.retain.datasets.episode.TestingEpisodes.visit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.TestingPython;

/** Other programs read files of episodes. */
class EpisodeParquetITCase {

    @TempDir private Path directory;

    @Test
    void pandasAndDuckdbReadFiguresVisitsAndLineageInFiveLines() throws Exception {
        Path file = directory.resolve("episodes.parquet");
        Files.write(
                file,
                new EpisodeParquet(
                                List.of(
                                        scored(0, 120.5, 900, visit(1, 30, 100, 0)),
                                        scored(1, 20, 50, visit(1, 10, 5, 0), visit(2, 4, 1, 5))),
                                Map.of("weights-sha256", "abc"))
                        .encode());

        String printed =
                TestingPython.install()
                        .run(
                                """
                                import sys; file = sys.argv[1]
                                import duckdb, pandas, json, pyarrow.parquet
                                episodes = pandas.read_parquet(file)
                                print(episodes.measure_score.mean(), episodes.steps.median())
                                print(duckdb.sql(f"select v.place, avg(v.steps) from (select unnest(visits) v from '{file}') group by 1 order by 1").fetchall())
                                lineage = json.loads(pyarrow.parquet.read_schema(file).metadata[b"retain.lineage"])
                                print(lineage["weights-sha256"], episodes.visits[1][1]["reward_before"])
                                """,
                                file.toString());

        assertThat(printed.lines())
                .containsExactly("70.25 22.0", "[(1, 20.0), (2, 4.0)]", "abc 5.0");
    }
}
