"""Reference numbers for correlations of ranks, computed without any code of org.morseuq.

Run:       python3 correlation_reference.py        (writes correlation_reference.json beside this file)
Made with: Python, numpy, scipy; seed 20263 below.

The partial coefficient is the Pearson correlation of what numpy.linalg.lstsq leaves of the mid-ranks (scipy.stats.rankdata)
on the ranks of the other columns and a constant. Values are multiples of 1/8, so that many tie.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import pearsonr, rankdata, spearmanr

rng = np.random.default_rng(20263)
cases = []
for n, k in [(5, 0), (40, 0), (40, 1), (36, 2), (200, 3)]:
    base = rng.normal(size=n)
    columns = [np.rint(8 * (base * w + rng.normal(size=n))) / 8 for w in [1, -0.7] + [0.8] * k]
    x, y, given = columns[0], columns[1], columns[2:]
    if k == 0:
        expected = spearmanr(x, y).statistic
    else:
        design = np.stack([np.ones(n)] + [rankdata(g) for g in given], axis=1)
        rest = [r - design @ np.linalg.lstsq(design, r, rcond=None)[0] for r in (rankdata(x), rankdata(y))]
        expected = pearsonr(*rest).statistic
    cases.append({"x": x.tolist(), "y": y.tolist(), "given": [g.tolist() for g in given], "expected": float(expected)})
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
