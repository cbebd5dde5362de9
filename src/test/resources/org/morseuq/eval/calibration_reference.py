"""Reference numbers for the tests of recalibrations in org.morseuq.eval, computed without any of its code.

Run:       python3 calibration_reference.py        (writes calibration_reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1; seed 20262 below.

Logits are multiples of 1/64, so that they are short in the file, exact in float, and probabilities tie.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20262)
classes, n, m = 4, 200, 30
penalty = 1e-4


def rows(count):
    logits = np.round(rng.normal(0, 3, (count, classes)) * 16) / 64 * 4
    drawn = np.array([rng.choice(classes, p=p) for p in softmax(0.5 * logits + [0.5, 0, 0, -0.5], axis=1)])
    return logits, drawn


def objective(at, logits, labels):
    z = at[:classes] * logits + at[classes:]
    likelihood = np.mean(logsumexp(z, axis=1) - z[np.arange(len(labels)), labels])
    error = (softmax(z, axis=1) - np.eye(classes)[labels]) / len(labels)
    shift = at - np.r_[np.ones(classes), np.zeros(classes)]
    slope = np.r_[(error * logits).sum(0), error.sum(0)] + penalty * shift
    return likelihood + penalty / 2 * (shift**2).sum(), slope


def isotonic(logits, labels, test):
    p, q = softmax(logits, axis=1), softmax(test, axis=1)
    mapped = np.stack(
        [IsotonicRegression(out_of_bounds="clip").fit(p[:, c], labels == c).predict(q[:, c]) for c in range(classes)], 1
    )
    sums = mapped.sum(1, keepdims=True)
    share = np.where(sums > 0, mapped / np.where(sums > 0, sums, 1), 1 / classes)
    unseen = 1 / (len(labels) + 1)
    return (1 - unseen) * share + unseen / classes


def regression(name, x, y, at):
    fitted = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    return {"name": name, "x": list(x), "y": list(y), "at": list(at), "expected": fitted.predict(at).tolist()}


def label_sets(held, labels, p, p_labels, alpha, adaptive):
    """Quantiles by numpy, of 1 - p or of sums along the sorted probabilities."""

    def scores(q):
        if not adaptive:
            return 1 - q
        order = np.argsort(-q, axis=1)
        return np.take_along_axis(np.cumsum(np.take_along_axis(q, order, 1), 1), np.argsort(order, 1), 1)

    own = scores(held)[np.arange(len(labels)), labels]
    bound = np.quantile(own, np.ceil((len(own) + 1) * (1 - alpha)) / len(own), method="inverted_cdf")
    sets = scores(p) <= bound
    return {"alpha": alpha, "size": sets.sum(1).mean(), "coverage": sets[np.arange(len(p)), p_labels].mean()}


logits, labels = rows(n)
test, _ = rows(m)
start = np.r_[np.ones(classes), np.zeros(classes)]
vector = minimize(objective, start, args=(logits, labels), jac=True, method="BFGS", options={"gtol": 1e-13}).x
noise = rng.normal(0, 1, 60)
p_held, p_rows = rng.dirichlet(np.full(classes, 0.7), n), rng.dirichlet(np.full(classes, 0.7), n)
drawn = [np.array([rng.choice(classes, p=p) for p in q]) for q in (p_held, p_rows)]
reference = {
    "held": {"logits": logits.tolist(), "labels": labels.tolist()},
    "test": {"logits": test.tolist()},
    "vector": {
        "parameters": vector.tolist(),
        "probabilities": softmax(vector[:classes] * test + vector[classes:], axis=1).tolist(),
    },
    "isotonic": isotonic(logits, labels, test).tolist(),
    "sets": {
        "held": p_held.tolist(),
        "labels": drawn[0].tolist(),
        "rows": p_rows.tolist(),
        "rowLabels": drawn[1].tolist(),
        "least_ambiguous": [label_sets(p_held, drawn[0], p_rows, drawn[1], a, False) for a in (0.05, 0.1, 0.3)],
        "adaptive": [label_sets(p_held, drawn[0], p_rows, drawn[1], a, True) for a in (0.05, 0.1, 0.3)],
    },
    "regressions": [
        regression("noisy line", np.arange(60.0), np.arange(60.0) / 20 + noise, np.linspace(-3, 63, 67)),
        regression("ties", np.round(noise * 4) / 4, (noise + rng.normal(0, 1, 60) > 0) * 1.0, np.linspace(-3, 3, 49)),
        regression("falling", np.arange(5.0), -np.arange(5.0), [-1, 0, 2.5, 9]),
        regression("rising", np.arange(5.0), np.arange(5.0) ** 2, [-1, 0, 2.5, 9]),
        regression("one point", [2.0], [0.25], [1, 2, 3]),
        regression("one place", [2.0, 2.0, 2.0], [0.0, 1.0, 1.0], [1, 2, 3]),
    ],
}
path = Path(__file__).with_name("calibration_reference.json")
path.write_text(json.dumps(reference, separators=(",", ":"), default=float) + "\n")
