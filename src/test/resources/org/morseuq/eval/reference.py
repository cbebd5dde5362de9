"""Reference numbers for the tests of org.morseuq.eval, computed without any of its code.

Run:       python3 reference.py        (writes reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6, scikit-learn 1.9.1; seed 20260 below.

Inputs are multiples of 1/64 or 1/1024, so that they are short in the file, exact in float, and scores tie.
All arithmetic here is in double.
"""

import json
from pathlib import Path

import numpy as np
from sklearn import metrics
from sklearn.covariance import EmpiricalCovariance
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

rng = np.random.default_rng(20260)
RECALLS = [0.05, 0.5, 0.8, 0.95, 1.0]


def grid(x, step):
    return np.round(np.asarray(x) * step) / step


def false_positive_rate(labels, scores, recall):
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    return fpr[np.argmax(tpr >= recall)]


def ranks(name, inside, outside):
    scores = np.concatenate([inside, outside])
    out = np.concatenate([np.zeros(len(inside)), np.ones(len(outside))])
    expected = {"auroc": metrics.roc_auc_score(out, scores)}
    for side, labels, s in [("Out", out, scores), ("In", 1 - out, -scores)]:
        precision, recall, _ = metrics.precision_recall_curve(labels, s)
        expected["trapezoid" + side] = metrics.auc(recall, precision)
        expected["averagePrecision" + side] = metrics.average_precision_score(labels, s)
        expected["falsePositiveRate" + side] = [false_positive_rate(labels, s, r) for r in RECALLS]
    return {"name": name, "in": list(inside), "out": list(outside), "recalls": RECALLS, "expected": expected}


def calibration(probabilities, labels, bins):
    confidence, predicted = probabilities.max(1), probabilities.argmax(1)
    edges = np.arange(bins + 1) / bins
    index = np.clip(np.digitize(confidence, edges, right=True) - 1, 0, bins - 1)
    error = 0.0
    for b in range(bins):
        held = index == b
        if held.any():
            error += held.mean() * abs((predicted == labels)[held].mean() - confidence[held].mean())
    return error


def probabilities():
    classes = 5
    logits = grid(rng.normal(0, 2, (90, classes)), 64)
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    labels = np.where(rng.random(90) < 0.6, p.argmax(1), rng.integers(0, classes, 90))
    # Rows on bin edges: certainty, a fifth each (3/15), 2/5 (6/15) twice, 3/5 (9/15), 4/5 (12/15).
    edge_rows = [[0, 0, 1, 0, 0], [0.2] * 5, [0.4, 0.4, 0.2, 0, 0], [0.1, 0.6, 0.1, 0.1, 0.1], [0.05, 0.05, 0.05, 0.05, 0.8]]
    p = np.vstack([p, edge_rows])
    labels = np.concatenate([labels, [2, 3, 1, 1, 0]])
    onehot = np.eye(classes)[labels]
    return {
        "logits": logits.tolist(),
        "probabilities": p.tolist(),
        "labels": labels.tolist(),
        "accuracy": metrics.accuracy_score(labels, p.argmax(1)),
        "negativeLogLikelihood": metrics.log_loss(labels, p, labels=range(classes)),
        "brierScore": np.mean(np.sum((p - onehot) ** 2, axis=1)),
        "calibrationBins": [1, 10, 15, 40],
        "calibrationErrors": [calibration(p, labels, b) for b in [1, 10, 15, 40]],
    }


def mahalanobis(train, groups, test):
    """Squared distance to the nearest group mean under the pooled covariance, which EmpiricalCovariance divides by n."""
    means = {g: train[groups == g].mean(0) for g in np.unique(groups)}
    residuals = np.vstack([train[groups == g] - means[g] for g in means])
    fitted = EmpiricalCovariance(assume_centered=True).fit(residuals)
    return np.min([fitted.mahalanobis(test - means[g]) for g in means], axis=0)


def detectors():
    classes, features, n, m = 4, 6, 150, 40
    mixing = rng.normal(0, 1, (features, features))
    centres = rng.normal(0, 2, (classes, features))
    weights = rng.normal(0, 1, (features, classes))
    labels = np.concatenate([np.arange(classes), rng.integers(0, classes, n - classes)])
    train = grid(centres[labels] + rng.normal(0, 1, (n, features)) @ mixing, 1024)
    test = grid(rng.normal(0, 3, (m, features)) @ mixing, 1024)
    test[0] = train[7]  # at distance 0 from a training row
    train_logits, test_logits = grid(train @ weights, 1024), grid(test @ weights, 1024)
    top = test_logits.max(1, keepdims=True)
    log_sum_exp = np.log(np.exp(test_logits - top).sum(1)) + top[:, 0]
    unit, unit_test = normalize(train), normalize(test)
    neighbours = NearestNeighbors(algorithm="brute", n_neighbors=n).fit(unit)
    # The fast brute force of scikit-learn cancels near 0, so the distances are taken from differences.
    order = neighbours.kneighbors(unit_test, return_distance=False)
    distances = np.sort(np.linalg.norm(unit_test[:, None, :] - unit[order], axis=2), axis=1)
    near = mahalanobis(train, labels, test)
    return {
        "train": {"logits": train_logits.tolist(), "embedding": train.tolist(), "labels": labels.tolist()},
        "test": {"logits": test_logits.tolist(), "embedding": test.tolist()},
        "scores": {
            "msp": (log_sum_exp - top[:, 0]).tolist(),
            "maxlogit": (-top[:, 0]).tolist(),
            "energy": (-log_sum_exp).tolist(),
            "knn": distances[:, 49].tolist(),
            "mahalanobis": near.tolist(),
            "rmd": (near - mahalanobis(train, np.zeros(n), test)).tolist(),
        },
        "nearest": {"k": [1, 5, n], "distances": [distances[:, k - 1].tolist() for k in [1, 5, n]]},
    }


reference = {
    "ranks": [
        ranks("continuous", rng.normal(0, 1, 120), rng.normal(1, 1.5, 80)),
        ranks("rounded", grid(rng.normal(0, 1, 100), 8), grid(rng.normal(0.7, 1, 130), 8)),
        ranks("few levels", rng.integers(0, 4, 60).astype(float), rng.integers(1, 5, 50).astype(float)),
        ranks("unbalanced", grid(rng.normal(0, 1, 200), 16), grid(rng.normal(0.5, 2, 7), 16)),
        ranks("one each", np.array([1.0]), np.array([0.0])),
        ranks("all tied", np.full(5, 2.5), np.full(3, 2.5)),
        ranks("large", grid(rng.uniform(163, 413, 90), 64), grid(rng.uniform(250, 500, 90), 64)),
    ],
    "probabilities": probabilities(),
    "detectors": detectors(),
}
path = Path(__file__).with_name("reference.json")
path.write_text(json.dumps(reference, separators=(",", ":"), default=float) + "\n")
