"""What the notebooks share: where the files are, the methods' colours, means and bands over seeds.

DATA is the directory data beside the notebooks; the environment variable RETAIN_DATA names another one.
"""

import json
import os
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

DATA = Path(os.environ.get("RETAIN_DATA", "data"))

# Okabe and Ito's colours, which colour-blind readers can tell apart.
METHODS = {
    "teacher": ("#666666", "teacher π*"),
    "scratch": ("#999999", "from scratch"),
    "vanilla": ("#D55E00", "vanilla"),
    "ewc": ("#CC79A7", "EWC"),
    "em": ("#E69F00", "EM"),
    "bc": ("#009E73", "BC"),
    "ks": ("#0072B2", "KS"),
}
CLOSE, FAR = "#56B4E9", "#E69F00"

plt.rcParams.update(
    {
        "figure.dpi": 72,
        "savefig.dpi": 72,
        "figure.constrained_layout.use": True,
        "font.size": 11,
        "axes.titlesize": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#e6e6e6",
        "axes.axisbelow": True,
        "legend.frameon": False,
    }
)


def query(sql, **parameters):
    """A table from DuckDB."""
    with duckdb.connect() as connection:
        return connection.execute(sql, parameters).df()


def absent(path, command):
    """True, and a line that says so, where there is no such file."""
    if (DATA / path).exists():
        return False
    print(f"No {path} here; it comes from: {command}")
    return True


def given(path):
    """The path below DATA, or that of the committed file, and a line that says so, where DATA lacks it."""
    if (DATA / path).exists():
        return DATA / path
    print(f"No {path} in RETAIN_DATA: taking the committed one")
    return Path("data") / path


def results(experiment):
    """Runs and measurements of an experiment, each measurement with its run's columns; None where there are none."""
    directory = DATA / experiment / "results"
    if absent(f"{experiment}/results/measurements.parquet", f"./retain experiment {experiment}"):
        return None
    table = query(
        f"""
        select coalesce(r.method, '') as method, coalesce(r.seed, -1) as seed, coalesce(r.parameters, '{{}}') as parameters, m.*
        from '{directory}/measurements.parquet' m left join '{directory}/runs.parquet' r using (run)
        where r.run is null or r.ended = 'finished'
        order by method, seed, m.run, m.measure, m.stratum_kind, m.stratum, m.update
        """
    )
    if len(table):
        parameters = pd.DataFrame([json.loads(p) for p in table.pop("parameters")], index=table.index)
        table = table.join(parameters, rsuffix="_parameter")
    return table


def runs(experiment):
    """The experiment's runs; None where there are none."""
    path = DATA / experiment / "results" / "runs.parquet"
    return query(f"select * from '{path}' order by method, seed, run") if path.exists() else None


def choose(table, measure, kind="", stratum=None):
    """The rows of a measure in a kind of stratum; none where there is no table."""
    if table is None:
        return pd.DataFrame(columns=["method", "seed", "run", "frames", "update", "stratum", "value", "count"])
    chosen = table[(table["measure"] == measure) & (table["stratum_kind"] == kind)]
    return chosen if stratum is None else chosen[chosen["stratum"] == stratum]


def methods(table):
    """Those of the known methods that the table has, in the order of METHODS, then others."""
    found = list(dict.fromkeys(table["method"]))
    return [m for m in METHODS if m in found] + [m for m in found if m not in METHODS and m]


def colour(method):
    return METHODS.get(method, ("#56B4E9", method))[0]


def label(method):
    return METHODS.get(method, ("", method))[1]


def band(ax, rows, x, **line):
    """The mean over seeds against x, and from the smallest to the largest seed as a band; dotted what has one x alone."""
    for method in methods(rows):
        mine = rows[rows["method"] == method]
        if mine[x].nunique() == 1:
            ax.axhline(mine["value"].mean(), color=colour(method), label=label(method), ls=":")
            continue
        # Seeds may have been measured at slightly different x; they are compared at the first seed's.
        seeds = [seed.groupby(x)["value"].mean() for _, seed in mine.groupby("seed")]
        at = seeds[0].index.to_numpy(dtype=float)
        values = np.array([np.interp(at, s.index.to_numpy(dtype=float), s.to_numpy()) for s in seeds])
        ax.plot(at, values.mean(axis=0), color=colour(method), label=label(method), **line)
        if len(seeds) > 1:
            ax.fill_between(at, values.min(axis=0), values.max(axis=0), color=colour(method), alpha=0.2, linewidth=0)


def mean(values):
    """The mean along the last axis."""
    return np.mean(values, axis=-1)


def iqm(values):
    """The interquartile mean along the last axis: without the lowest and the highest quarter, rounded down."""
    values = np.sort(np.asarray(values, dtype=float), axis=-1)
    cut = values.shape[-1] // 4
    return values[..., cut : values.shape[-1] - cut].mean(axis=-1)


def resampled(groups, statistic=mean, resamples=1000, seed=0):
    """A statistic of bootstrap resamples; each group (a seed's episodes) is resampled within itself."""
    random = np.random.default_rng(seed)
    groups = [np.asarray(g, dtype=float) for g in groups]
    drawn = [g[random.integers(0, len(g), (resamples, len(g)))] for g in groups]
    return statistic(np.concatenate(drawn, axis=1))


def interval(groups, statistic=mean):
    """The 95 % bootstrap interval of a statistic."""
    return np.percentile(resampled(groups, statistic), [2.5, 97.5])
