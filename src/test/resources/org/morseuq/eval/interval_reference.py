"""Reference numbers for DeLong's intervals and tests, computed without any code of org.morseuq.

Run:       python3 interval_reference.py        (writes interval_reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1; seed 20262 below.

The covariances are taken from the whole matrix of pairs, as the paper writes them, by numpy.cov. Scores are multiples of
1/64 or whole numbers: exact in double, and many tie. All arithmetic here is in double.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(20262)
LEVELS = [0.5, 0.95, 0.99]


def pairs(inside, outside):
    d = outside[:, None] - inside[None, :]
    return (d > 0) + 0.5 * (d == 0)


def case(name, a, b):
    """a, b: (in, [out, ...]) of two detectors on the same inputs."""
    sets = len(a[1])
    areas, over_in, over_out = [], [], []
    for inside, outs in (a, b):
        matrices = [pairs(inside, out) for out in outs]
        area = np.mean([m.mean() for m in matrices])
        expected = np.mean([roc_auc_score(np.r_[np.zeros(len(inside)), np.ones(len(out))], np.r_[inside, out]) for out in outs])
        assert abs(area - expected) < 1e-12
        areas.append(area)
        over_in.append(np.mean([m.mean(0) for m in matrices], axis=0))
        over_out.append([m.mean(1) for m in matrices])
    cov = np.cov(over_in) / len(a[0])
    for k in range(sets):
        cov = cov + np.cov(over_out[0][k], over_out[1][k]) / len(a[1][k]) / sets**2
    errors = np.sqrt(np.diag(cov))
    error = np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    difference = areas[0] - areas[1]
    return {
        "name": name,
        "in": [a[0].tolist(), b[0].tolist()],
        "outs": [[o.tolist() for o in a[1]], [o.tolist() for o in b[1]]],
        "areas": areas,
        "errors": errors.tolist(),
        "levels": LEVELS,
        "halfWidths": [[norm.ppf((1 + level) / 2) * e for level in LEVELS] for e in errors],
        "difference": difference,
        "differenceError": error,
        "p": 2 * norm.sf(abs(difference) / error),
    }


def grid(x, step):
    return np.round(np.asarray(x) * step) / step


def two(n, ms, shift_a, shift_b, step):
    def sample(size, shift):
        common = rng.normal(0, 1, size)
        return [grid(common + s * shift + rng.normal(0, 0.7, size), step) for s in (shift_a, shift_b)]

    inside = sample(n, 0)
    outs = [sample(m, 1) for m in ms]
    return (inside[0], [o[0] for o in outs]), (inside[1], [o[1] for o in outs])


reference = [
    case("one set", *two(70, [50], 1.0, 0.8, 64)),
    case("few levels", *two(60, [45], 0.9, 0.2, 1)),
    case("three sets", *two(80, [40, 25, 60], 1.2, 0.9, 64)),
    case("few each", *two(4, [3], 0.9, 0.1, 64)),
    case("far tail", *two(200, [200], 2.5, 0.1, 64)),
]
path = Path(__file__).with_name("interval_reference.json")
path.write_text(json.dumps(reference, separators=(",", ":"), default=float) + "\n")
