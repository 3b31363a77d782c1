"""Small tables from preprocessed games: what notebook 01 reads.

    python aggregate.py --segments segments --xlogfiles nld-aa --output data/autoascend-36-games
    python aggregate.py --segments sample --without-screens data/sample-games/segments.parquet

--segments is what ./retain preprocess wrote, --xlogfiles the directory that it read. Written are

    games.parquet   a row for each game: who played, how long, how far, what it died of
    course.parquet  a row for each game, thousand turns and dungeon level: key presses there, highest score
    keys.parquet    a row for each game, dungeon level, period of the game and key: how often it was pressed

--without-screens copies the segments themselves, keys and scores as they are, but no screens, which are most of the
bytes. The same files give the same tables.
"""

import argparse
import array
import collections
import re
from pathlib import Path

import duckdb
import pandas

SCREEN_BYTES = 24 * 80
TURN = re.compile(rb" T:(\d+)")


def read_segments(files):
    """A row for each segment in order: game, level, the turn at its start, keys, score."""
    rows = []
    turn = {}
    with duckdb.connect() as connection:
        cursor = connection.execute(
            """
            select regexp_extract(episode_id, '([^/]*)\\.ttyrec3\\.bz2$', 1), first_step, length,
                   try_cast(stratum_dungeon_level as int), keypresses, scores, tty_chars
            from read_parquet($files) order by episode_id, segment_index
            """,
            {"files": files},
        )
        while batch := cursor.fetchmany(256):
            for game, step, length, level, keys, scores, chars in batch:
                # The two lowest lines of the first screen; a menu over them leaves the last turn that was shown.
                shown = TURN.search(bytes(chars[SCREEN_BYTES - 160 : SCREEN_BYTES]))
                turn[game] = int(shown.group(1)) if shown else turn.get(game, 1)
                score = max(array.array("i", bytes(scores)))
                rows.append((game, step, length, level, turn[game] // 1000 * 1000, bytes(keys[:length]), score))
    return pandas.DataFrame(rows, columns=["game", "step", "length", "level", "turns_from", "keys", "score"])


def games(directory):
    """The lines of all xlogfiles below a directory."""
    lines = []
    for file in sorted(Path(directory).rglob("*.xlogfile")):
        for line in file.read_text().splitlines():
            lines.append(dict(field.split("=", 1) for field in line.split("\t")))
    table = pandas.DataFrame(lines)
    numbers = ["points", "turns", "maxlvl", "deathlev", "deathdnum", "maxhp", "realtime"]
    table[numbers] = table[numbers].astype("int32")
    table["game"] = table["ttyrecname"].str.removesuffix(".ttyrec3.bz2")
    table["while"] = table.get("while", pandas.Series(index=table.index, dtype=str)).fillna("")
    return table[["game", "version", "role", "race", "gender", "align", *numbers, "death", "while"]]


def write(sql, path, **tables):
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        connection.execute(f"copy ({sql}) to '{path}' (format parquet, compression zstd, compression_level 19)")
    print(f"{path}: {path.stat().st_size:,} bytes")


def key_presses(segments):
    """How often each key was pressed, by game, level and period of the game."""
    counts = collections.Counter()
    for row in segments.itertuples():
        period = "< 1000" if row.turns_from < 1000 else "1000 to 2000" if row.turns_from < 2000 else "> 2000"
        for key, presses in collections.Counter(row.keys).items():
            counts[row.game, row.level, period, key] += presses
    return pandas.DataFrame(
        [(*place, presses) for place, presses in counts.items()], columns=["game", "level", "period", "key", "presses"]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", required=True, help="directory of shard-*.parquet")
    parser.add_argument("--xlogfiles", help="directory with the games' xlogfiles")
    parser.add_argument("--output", help="directory of the three tables")
    parser.add_argument("--without-screens", metavar="FILE", help="file for the segments without their screens")
    arguments = parser.parse_args()
    files = f"{arguments.segments}/shard-*.parquet"
    if arguments.without_screens:
        write(
            f"select * exclude (tty_chars, tty_colors, tty_cursor, timestamps) from '{files}' order by episode_id, segment_index",
            Path(arguments.without_screens),
        )
    if arguments.output:
        output = Path(arguments.output)
        segments = read_segments(files)
        write("select * from games order by game", output / "games.parquet", games=games(arguments.xlogfiles))
        write(
            """
            select game, turns_from::int as turns_from, level::tinyint as level, min(step)::int as first_step,
                   sum(length)::int as presses, max(score)::int as score
            from segments group by all order by game, turns_from, first_step
            """,
            output / "course.parquet",
            segments=segments.drop(columns="keys"),
        )
        write(
            """
            select game, level::tinyint as level, period, key::utinyint as key, presses::int as presses
            from presses order by game, level, period, key
            """,
            output / "keys.parquet",
            presses=key_presses(segments),
        )


if __name__ == "__main__":
    main()
