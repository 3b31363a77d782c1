"""Takes from an experiment's directory what notebooks 03 and 04 read, small enough to be committed.

    python gather.py DIR nethack-small          writes data/nethack-small/results
    python gather.py DIR NAME --output OTHER    writes OTHER/NAME/results
    python gather.py DIR apple-retrieval --points 12 --measures success phase_2_success interference_measured interference_formula forward_transfer

DIR is the --output of ./retain experiment. Runs and measurements are taken as they are, but paths of this machine in the
lineage become bare file names, and curves with more than --points measurements are thinned evenly, first and last kept.
Of the episodes only the columns that the notebooks use are taken, all runs in one file.
"""

import argparse
import re
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
EPISODE = ["number", "steps", "ending", "measure_score", "measure_turns", "measure_depth"]
PATH = re.compile(r"(?:file:)?/(?:[^/\"\s,;]+/)+([^/\"\s,;]*)")


def write(connection, sql, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"copy ({sql}) to '{path}' (format parquet, compression zstd, compression_level 19)")
    print(f"{path}: {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("name")
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--measures", nargs="+", help="measures to take; none: all")
    parser.add_argument("--output", type=Path, default=HERE / "data")
    arguments = parser.parse_args()
    source = arguments.directory / "results"
    target = arguments.output / arguments.name / "results"
    with duckdb.connect() as connection:
        runs = connection.execute(f"select * from '{source}/runs.parquet' order by run").df()
        runs["lineage"] = runs.lineage.str.replace(PATH, r"\1", regex=True)
        connection.register("runs", runs)
        write(connection, "select * from runs", target / "runs.parquet")
        names = ", ".join(f"'{m}'" for m in arguments.measures or [])
        measures = f"measure in ({names})" if names else "true"
        write(
            connection,
            f"""
            with numbered as (
                select *, row_number() over curve - 1 as i, count(*) over (partition by run, measure, stratum_kind, stratum) as n
                from '{source}/measurements.parquet'
                where {measures}
                window curve as (partition by run, measure, stratum_kind, stratum order by update)
            )
            select * exclude (i, n) from numbered
            where n <= {arguments.points} or i = n - 1 or i * ({arguments.points} - 1) // n > (i - 1) * ({arguments.points} - 1) // n
               or i = 0
            order by run, measure, stratum_kind, stratum, update
            """,
            target / "measurements.parquet",
        )
        files = sorted(source.glob("episodes/*.parquet"))
        if files:
            every = f"read_parquet({[str(f) for f in files]}, filename = true, union_by_name = true)"
            columns = [row[0] for row in connection.execute(f"describe select * from {every}").fetchall()]
            chosen = ", ".join(c for c in EPISODE if c in columns)
            write(
                connection,
                f"select parse_filename(filename, true) as run, {chosen} from {every} order by run, number",
                target / "episodes.parquet",
            )


if __name__ == "__main__":
    main()
