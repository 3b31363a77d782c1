"""Golden numbers of the statistics of scores: python golden_scores.py > golden_scores.json (numpy, scipy)."""
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(7)
cases = []
for n in (1, 2, 3, 4, 5, 7, 10, 101):
    scores = np.round(rng.lognormal(8, 1, n), 3)
    cases.append({
        "scores": scores.tolist(),
        "mean": float(scores.mean()),
        "median": float(np.median(scores)),
        # rliable.metrics.aggregate_iqm
        "iqm": float(stats.trim_mean(scores, proportiontocut=0.25, axis=None)),
    })


def interval(strata, statistic, resamples=200_000):
    estimates = np.empty(resamples)
    for i in range(resamples):
        drawn = np.concatenate([s[rng.integers(0, len(s), len(s))] for s in strata])
        estimates[i] = statistic(drawn)
    return np.percentile(estimates, [2.5, 97.5]).tolist()


iqm = lambda x: stats.trim_mean(x, 0.25)
runs = [np.round(rng.lognormal(m, 0.5, n), 3) for m, n in ((3, 40), (6, 25))]
bootstrap = {
    "runs": [r.tolist() for r in runs],
    "one_iqm": interval([runs[0]], iqm),
    "one_mean": interval([runs[0]], np.mean),
    "both_iqm": interval(runs, iqm),
    "both_pooled_iqm": interval([np.concatenate(runs)], iqm),
}
quantile = {"values": [1.0, 2.0, 4.0, 8.0, 16.0], "at": [0.0, 0.025, 0.3, 0.975, 1.0]}
quantile["quantiles"] = np.quantile(quantile["values"], quantile["at"]).tolist()
print(json.dumps({"cases": cases, "bootstrap": bootstrap, "quantile": quantile}, indent=1))
