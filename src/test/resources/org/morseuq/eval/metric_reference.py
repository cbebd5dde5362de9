"""Reference numbers for detection rates, risk-coverage curves and calibration metrics, without any code of org.morseuq.

Run:       python3 metric_reference.py        (writes metric_reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1; seed 20263 below.

The probabilities are those of reference.json, which this script reads. All arithmetic here is in double.
"""

import itertools
import json
from pathlib import Path

import numpy as np
from sklearn import metrics

rng = np.random.default_rng(20263)
HERE = Path(__file__).parent


def detection(inside, outside, rates):
    labels = np.r_[np.zeros(len(inside)), np.ones(len(outside))]
    fpr, tpr, _ = metrics.roc_curve(labels, np.r_[inside, outside], drop_intermediate=False)
    return {
        "in": inside.tolist(),
        "out": outside.tolist(),
        "rates": rates,
        "detected": [tpr[fpr <= rate].max() for rate in rates],
    }


def areas(doubt, wrong):
    """AURC and AUGRC in one given order of the inputs."""
    errors = np.cumsum(wrong)
    n = len(wrong)
    risk = errors / np.arange(1, n + 1)
    return np.mean(risk), np.trapezoid(np.r_[0, errors / n], np.arange(n + 1) / n)


def selective(name, doubt, wrong):
    """Ties: the mean over all orders of the tied inputs, by enumeration where there are few, else there are none."""
    doubt, wrong = np.asarray(doubt, float), np.asarray(wrong, bool)
    if len(doubt) <= 8:
        found = [areas(doubt, wrong[list(o)]) for o in itertools.permutations(range(len(doubt))) if np.all(np.diff(doubt[list(o)]) >= 0)]
        aurc, augrc = np.mean(found, axis=0)
    else:
        assert len(np.unique(doubt)) == len(doubt)
        aurc, augrc = areas(doubt, wrong[np.argsort(doubt)])
    best, _ = areas(doubt, np.sort(wrong))
    return {
        "name": name,
        "doubt": doubt.tolist(),
        "right": (~wrong).tolist(),
        "aurc": aurc,
        "eaurc": aurc - best,
        "augrc": augrc,
    }


def gaps(predicted, came, edges):
    """(count, mean prediction, frequency, variance, covariance) by bin, closed on the right; empty bins left out."""
    place = np.searchsorted(edges[1:-1], predicted, side="left")
    rows = []
    for b in np.unique(place):
        p, o = predicted[place == b], came[place == b].astype(float)
        rows.append((len(p), p.mean(), o.mean(), p.var(), np.mean((p - p.mean()) * (o - o.mean()))))
    return np.array(rows)


def width(bins):
    return np.arange(bins + 1) / bins


def mass(x, bins):
    return np.r_[0, np.quantile(x, np.arange(1, bins + 1) / bins, method="inverted_cdf")]


def calibration():
    part = json.loads((HERE / "reference.json").read_text())["probabilities"]
    p, labels = np.array(part["probabilities"]), np.array(part["labels"])
    n, classes = p.shape
    confidence, right = p.max(1), p.argmax(1) == labels
    found = {"bins": [1, 4, 10, 15], "equalMass": [], "classwise": [], "maximum": [], "squared": [], "debiased": [], "brier": []}
    for bins in found["bins"]:
        g = gaps(confidence, right, mass(confidence, bins))
        found["equalMass"].append(np.sum(g[:, 0] * np.abs(g[:, 1] - g[:, 2])) / n)
        noise = np.where(g[:, 0] > 1, g[:, 2] * (1 - g[:, 2]) / np.maximum(g[:, 0] - 1, 1), 0)
        found["squared"].append(np.sum(g[:, 0] * (g[:, 1] - g[:, 2]) ** 2) / n)
        found["debiased"].append(np.sum(g[:, 0] * ((g[:, 1] - g[:, 2]) ** 2 - noise)) / n)
        g = gaps(confidence, right, width(bins))
        found["maximum"].append(np.max(np.abs(g[:, 1] - g[:, 2])))
        classwise, parts = 0.0, np.zeros(4)
        for c in range(classes):
            g = gaps(p[:, c], labels == c, width(bins))
            share, rate = g[:, 0] / n, np.mean(labels == c)
            classwise += np.sum(share * np.abs(g[:, 1] - g[:, 2])) / classes
            parts += [
                np.sum(share * (g[:, 1] - g[:, 2]) ** 2),
                np.sum(share * (g[:, 2] - rate) ** 2),
                rate * (1 - rate),
                np.sum(share * (g[:, 3] - 2 * g[:, 4])),
            ]
        assert abs(parts[0] - parts[1] + parts[2] + parts[3] - part["brierScore"]) < 1e-12
        found["classwise"].append(classwise)
        found["brier"].append(parts.tolist())
    return found


def grid(x, step):
    return np.round(np.asarray(x) * step) / step


doubt = rng.normal(0, 1, 150)
reference = {
    "detection": [
        detection(grid(rng.normal(0, 1, 200), 16), grid(rng.normal(1.5, 1, 120), 16), [0, 0.005, 0.01, 0.05, 0.3, 1]),
        detection(rng.normal(0, 1, 90), rng.normal(2, 1, 70), [0, 0.01, 0.1, 1]),
        detection(np.full(4, 2.0), np.full(3, 2.0), [0, 0.01, 1]),
    ],
    "selective": [
        selective("many", doubt, rng.random(150) < 1 / (1 + np.exp(2 - doubt))),
        selective("tied", [1, 1, 1, 2, 2, 3, 3], [0, 1, 0, 0, 1, 1, 0]),
        selective("all tied", [5, 5, 5, 5], [0, 0, 1, 0]),
        selective("all right", [1, 2, 3], [0, 0, 0]),
        selective("all wrong", [1, 2, 3], [1, 1, 1]),
        selective("one", [1], [1]),
    ],
    "calibration": calibration(),
}
path = HERE / "metric_reference.json"
path.write_text(json.dumps(reference, separators=(",", ":"), default=float) + "\n")
