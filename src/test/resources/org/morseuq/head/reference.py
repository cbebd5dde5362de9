"""Writes whitening.json beside this file: squared Mahalanobis distances by scikit-learn's EmpiricalCovariance, fitted to
the rows minus their class means (so the pooled within-class covariance, divided by n).

Origin of the file in the repository: Python 3, NumPy 2.4.6, scikit-learn 1.9.1; python3 reference.py
"""

import json
import pathlib

import numpy as np
from sklearn.covariance import EmpiricalCovariance

random = np.random.default_rng(8)
d, classes, n = 4, 3, 60
mixing = random.standard_normal((d, d))
labels = np.arange(n) % classes
means = 3 * random.standard_normal((classes, d))
rows = np.round(means[labels] + random.standard_normal((n, d)) @ mixing.T, 3).astype(np.float32)
queries = np.round(5 * random.standard_normal((8, d)), 3).astype(np.float32)
wide = rows.astype(float)
own = np.array([wide[labels == y].mean(axis=0) for y in range(classes)])
fitted = EmpiricalCovariance(assume_centered=True).fit(wide - own[labels])
distances = np.array([fitted.mahalanobis(queries.astype(float) - own[y]) for y in range(classes)]).T


def short(values):
    return [[float(f"{v:.6g}") for v in row] for row in values]


out = {"rows": short(rows), "labels": labels.tolist(), "queries": short(queries), "distances": distances.tolist()}
(pathlib.Path(__file__).parent / "whitening.json").write_text(json.dumps(out) + "\n")
