"""Writes false_discovery.json beside this file: p-values adjusted by scipy.stats.false_discovery_control.

Origin of the file in the repository: Python 3, NumPy 2.4.6, SciPy 1.17.1; python3 false_discovery_reference.py
"""

import json
import pathlib

import numpy as np
from scipy.stats import false_discovery_control

random = np.random.default_rng(5)
conformal = np.concatenate([random.integers(1, 101, 30), random.integers(1, 4, 10)]) / 101  # ranks: many ties
batches = {
    "one": [0.03],
    "by hand": [0.01, 0.04, 0.03, 0.5],
    "extremes": [1, 0, 0, 1, 0.2, 1e-300],
    "all equal": [0.05] * 7,
    "descending": np.linspace(0.9, 0.001, 12),
    "uniform": random.random(50),
    "mixture": np.concatenate([random.random(40), random.random(20) ** 6]),
    "conformal": random.permutation(conformal),
}
cases = [
    {
        "name": name,
        "p": np.asarray(p, float).tolist(),
        "bh": false_discovery_control(p, method="bh").tolist(),
        "by": false_discovery_control(p, method="by").tolist(),
    }
    for name, p in batches.items()
]
(pathlib.Path(__file__).parent / "false_discovery.json").write_text(json.dumps(cases) + "\n")
