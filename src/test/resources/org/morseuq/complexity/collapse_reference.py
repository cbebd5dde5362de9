"""Reference numbers for the measures of neural collapse, computed without any code of org.morseuq.

Run:       python3 collapse_reference.py        (writes collapse_reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6; seed 20263 below.

Covariances by numpy.cov, the pseudo-inverse by numpy.linalg.pinv, the last layer is the one that makes the logits. Features
and logits are float32; all arithmetic is in double.
"""

import json
from pathlib import Path

import numpy as np

rng = np.random.default_rng(20263)
K, d = 4, 6
sizes = [9, 14, 11, 20]
y = np.repeat(np.arange(K), sizes)
centres = rng.normal(size=(K, d))
x = (centres[y] + 0.8 * rng.normal(size=(len(y), d)) @ rng.normal(size=(d, d)) / np.sqrt(d)).astype(np.float32)
W, b = centres + 0.3 * rng.normal(size=(K, d)), rng.normal(size=K)
z = (x.astype(float) @ W.T + b).astype(np.float32)

f = x.astype(float)
M = np.stack([f[y == k].mean(0) for k in range(K)])
C = M - M.mean(0)
within = np.mean([np.cov(f[y == k].T, bias=True) for k in range(K)], axis=0)
between = C.T @ C / K
unit = lambda a: a / np.linalg.norm(a)
norms = np.linalg.norm(C, axis=1)
cosines = (C / norms[:, None]) @ (C / norms[:, None]).T
off = ~np.eye(K, dtype=bool)
spread = np.array([((f[y == k] - M[k]) ** 2).sum(1).mean() for k in range(K)])
distances = ((M[:, None] - M[None]) ** 2).sum(2)
nearest = ((f[:, None] - M[None]) ** 2).sum(2).argmin(1)
expected = {
    "nc1": np.trace(within @ np.linalg.pinv(between, rcond=1e-10)) / K,
    "nc2": np.linalg.norm(unit(C @ C.T) - (np.eye(K) - 1 / K) / np.sqrt(K - 1)),
    "equinorm": norms.std() / norms.mean(),
    "equiangular": np.abs(cosines[off] + 1 / (K - 1)).mean(),
    "nc3": np.linalg.norm(unit(W) - unit(C)),
    "nc4": (nearest == z.argmax(1)).mean(),
    "cdnv": ((spread[:, None] + spread[None]) / 2 / np.where(off, distances, 1))[off].mean(),
    "nearest_mean_accuracy": (nearest == y).mean(),
}
Path(__file__).with_suffix(".json").write_text(
    json.dumps({"embedding": x.tolist(), "logits": z.tolist(), "labels": y.tolist(), "expected": expected}, indent=1) + "\n"
)
