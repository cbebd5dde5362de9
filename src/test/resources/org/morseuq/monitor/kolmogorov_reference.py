"""Writes kolmogorov_reference.json beside itself: python3 kolmogorov_reference.py, with NumPy and SciPy."""

import json
import pathlib

import numpy as np
import scipy
from scipy.stats import kstest, kstwo

cases = []
for n in [1, 2, 3, 5, 10, 20, 50, 100, 101, 150, 300, 833, 1000, 5000]:
    for x in [0.3, 0.45, 0.6, 0.8, 1.0, 1.2, 1.36, 1.5, 1.7, 1.75, 2.0, 3.0, 5.0]:
        d = x / np.sqrt(n)
        if 0.5 / n < d < 1:
            cases.append({"n": n, "d": float(d), "p": float(kstwo.sf(d, n))})
sample = np.round(np.random.default_rng(0).uniform(size=60) ** 1.4, 2)  # with ties
test = kstest(sample, "uniform", method="exact")
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({
    "origin": f"kolmogorov_reference.py with scipy {scipy.__version__}: kstwo.sf(d, n), and kstest of the sample",
    "cases": cases,
    "sample": sample.tolist(),
    "statistic": float(test.statistic),
    "p_value": float(test.pvalue),
}, indent=1) + "\n")
