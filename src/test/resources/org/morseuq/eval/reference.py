"""Reference numbers for the tests of org.morseuq.eval, computed without any of its code.

Run:       python3 reference.py        (writes reference.json beside this file)
Made with: Python 3.11.7, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, torch 2.13.0; seeds 20260 and 20261 below.

Inputs are multiples of 1/64 or 1/1024, so that they are short in the file, exact in float, and scores tie.
All arithmetic here is in double.
"""

import json
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import brentq
from scipy.special import log_softmax, logsumexp, softmax
from scipy.stats import entropy, multivariate_normal
from sklearn import metrics
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler, normalize

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


def kth_distance(train, test, k):
    """From differences of unit rows, not from products, which cancel near 0."""
    distances = np.linalg.norm(normalize(test)[:, None, :] - normalize(train)[None, :, :], axis=2)
    return np.sort(distances, axis=1)[:, k - 1]


def relative(train, labels, test):
    return mahalanobis(train, labels, test) - mahalanobis(train, np.zeros(len(train)), test)


def standardised(train_scores, scores):
    return (scores - train_scores.mean()) / train_scores.std()


class SplitMix:
    """java.util.SplittableRandom: G. Steele, D. Lea, C. Flood (2014), Fast splittable pseudorandom number generators."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def mixture(x, x_test, parts):
    """GaussianMixture of scikit-learn from the means, covariances and weights of the rows nearest to k-means++ seeds."""
    x, random = x[np.lexsort(x.T[::-1])], SplitMix(0)
    seeds = [x[int(random.uniform() * len(x))]]
    while len(seeds) < parts:
        squares = np.min([((x - seed) ** 2).sum(1) for seed in seeds], axis=0)
        seeds.append(x[np.searchsorted(np.cumsum(squares), random.uniform() * squares.sum(), side="right")])
    nearest = np.argmin([((x - seed) ** 2).sum(1) for seed in seeds], axis=0)
    ridge = 1e-6 * x.var(0).mean()
    own = [x[nearest == k] for k in range(parts)]
    fitted = GaussianMixture(
        parts,
        tol=1e-3,
        max_iter=50,
        reg_covar=ridge,
        weights_init=[len(rows) / len(x) for rows in own],
        means_init=[rows.mean(0) for rows in own],
        precisions_init=[np.linalg.inv(np.cov(rows.T, bias=True) + ridge * np.eye(x.shape[1])) for rows in own],
    ).fit(x)
    return -fitted.score_samples(x_test), fitted.n_iter_


def adam(parameters, rate, loss):
    """Gradients and steps by torch."""
    descent = torch.optim.Adam(parameters, lr=rate)
    for _ in range(100):
        descent.zero_grad()
        loss().backward()
        descent.step()


def deep_svdd(x, x_test):
    random = SplitMix(0)
    deviation = np.where(x.std(0) > 0, x.std(0), 1)
    z, z_test = torch.tensor(x / deviation), torch.tensor(x_test / deviation)

    def weights(outputs, inputs):
        numbers = [[2 * random.uniform() - 1 for _ in range(inputs)] for _ in range(outputs)]
        return torch.tensor(np.array(numbers) * np.sqrt(6 / (inputs + outputs)), requires_grad=True)

    first = weights(32, x.shape[1])
    second = weights(16, 32)

    def squares(points):
        return ((torch.relu(points @ first.T) @ second.T - centre) ** 2).sum(1)

    with torch.no_grad():
        centre = (torch.relu(z @ first.T) @ second.T).mean(0)
        centre = torch.copysign(centre.abs().clamp(min=0.1), centre)
    adam([first, second], 1e-3, lambda: squares(z).mean() + 1e-6 / 2 * ((first**2).sum() + (second**2).sum()))
    return squares(z_test).detach().numpy()


def isomax(x, labels, x_test):
    means = np.array([x[labels == c].mean(0) for c in np.unique(labels)])
    unit = np.sqrt(np.mean((x - means[labels]) ** 2))
    z, z_test = torch.tensor(x / unit), torch.tensor(x_test / unit)
    prototypes = torch.tensor(means / unit, requires_grad=True)
    log_scale = torch.zeros(1, dtype=torch.float64, requires_grad=True)

    def logits(points):
        return -log_scale.exp() * (points[:, None, :] - prototypes[None, :, :]).norm(dim=2)

    adam([prototypes, log_scale], 0.05, lambda: torch.nn.functional.cross_entropy(logits(z), torch.tensor(labels)))
    return entropy(softmax(logits(z_test).detach().numpy() / 10, axis=1), axis=1)


def network():
    """Everything that a backbone shows: logits linear in the embedding, which has a dead unit at the end, and two inner layers."""
    rng = np.random.default_rng(20261)  # apart from the other parts, whose numbers stay as they are
    classes, features, n, m, k = 4, 8, 120, 30, 50
    centres = rng.normal(0, 2, (classes, features))
    weights, bias = rng.normal(0, 0.6, (classes, features)), rng.normal(0, 1, classes)
    mixing = rng.normal(0, 0.5, (features, features))
    mixing_inner = rng.normal(0, 1, (features, 6))

    def rows(labels, spread):
        x = centres[labels] + rng.normal(0, spread, (len(labels), features)) @ mixing
        x[:, -1] = 0
        x = grid(x, 1024)
        inner = grid(x @ mixing_inner + rng.normal(0, 1, (len(x), 6)), 256)
        return x, inner, grid(x @ weights.T + bias, 1024)

    x, inner, logits = rows(rng.integers(0, classes, n), 1.0)
    x_test, inner_test, logits_test = rows(rng.integers(0, classes, m), 3.0)
    labels = np.where(rng.random(n) < 0.75, logits.argmax(1), rng.integers(0, classes, n))
    labels[:classes] = np.arange(classes)

    p, p_test = softmax(logits, axis=1), softmax(logits_test, axis=1)
    predicted, predicted_test = logits.argmax(1), logits_test.argmax(1)
    energy, energy_test = -logsumexp(logits, axis=1), -logsumexp(logits_test, axis=1)

    def slope(beta):
        return np.mean((softmax(beta * logits, axis=1) * logits).sum(1) - logits[np.arange(n), labels])

    beta = brentq(slope, 0.01, 100, xtol=1e-15, rtol=1e-14)
    templates = [p[predicted == c].mean(0) for c in np.unique(predicted)]
    # The dead unit has no weight in the solution of least norm.
    solution = np.linalg.lstsq(np.c_[x - x.mean(0), np.ones(n)], logits, rcond=None)[0]
    w = solution[:-1].T
    b = solution[-1] - w @ x.mean(0)
    clipped = np.minimum(x_test, np.percentile(x, 90))
    patterns = [x[(predicted == c) & (labels == c)].mean(0) for c in range(classes)]
    boundary = np.zeros(m)
    for i in range(m):
        top = predicted_test[i]
        others = [c for c in range(classes) if c != top]
        boundary[i] = np.mean([(logits_test[i, top] - logits_test[i, c]) / np.linalg.norm(w[top] - w[c]) for c in others])
    boundary /= np.linalg.norm(x_test - x.mean(0), axis=1)
    origin = -np.linalg.pinv(w) @ b
    _, vectors = np.linalg.eigh((x - origin).T @ (x - origin))
    rest = vectors[:, : features - features // 2]
    residual, residual_test = np.linalg.norm((x - origin) @ rest, axis=1), np.linalg.norm((x_test - origin) @ rest, axis=1)
    alpha = logits.max(1).sum() / residual.sum()
    pca = PCA(features // 2, svd_solver="full").fit(x)
    scaler = StandardScaler().fit(x)
    collapse = PCA(classes, svd_solver="full").fit(scaler.transform(x))
    h = scaler.transform(x_test)
    # The ridge that a dead unit needs: 1e-8 of the mean variance, in densities and distances alike.
    within = sum((labels == c).sum() * np.cov(x[labels == c].T, bias=True) for c in range(classes)) / n
    ridge = 1e-8 * np.trace(within) / features * np.eye(features)
    log_densities = [
        np.log(np.mean(labels == c))
        + multivariate_normal(x[labels == c].mean(0), np.cov(x[labels == c].T, bias=True) + ridge).logpdf(x_test)
        for c in range(classes)
    ]
    live, live_test = x[:, :-1], x_test[:, :-1]
    near, near_inner = kth_distance(x, x_test, k), kth_distance(inner, inner_test, k)
    powers = np.sort(p_test, axis=1) ** 0.1 * (1 - np.sort(p_test, axis=1)) ** 0.1
    return {
        "train": {"logits": logits.tolist(), "embedding": x.tolist(), "inner": inner.tolist(), "labels": labels.tolist()},
        "test": {"logits": logits_test.tolist(), "embedding": x_test.tolist(), "inner": inner_test.tolist()},
        "temperature": 1 / beta,
        "weights": w.tolist(),
        "bias": b.tolist(),
        "scores": {
            "msp": (-np.log(p_test.max(1))).tolist(),
            "maxlogit": (-logits_test.max(1)).tolist(),
            "energy": energy_test.tolist(),
            "entropy": entropy(p_test, axis=1).tolist(),
            "gen": powers.sum(1).tolist(),
            "tempscale": (-log_softmax(beta * logits_test, axis=1).max(1)).tolist(),
            "klm": np.min([entropy(p_test, q[None, :], axis=1) for q in templates], axis=0).tolist(),
            "knn": near.tolist(),
            "mahalanobis": mahalanobis(live, labels, live_test).tolist(),
            "mahalanobis++": mahalanobis(normalize(live), labels, normalize(live_test)).tolist(),
            "rmd": relative(live, labels, live_test).tolist(),
            "gda": (-logsumexp(log_densities, axis=0)).tolist(),
            "gmm": mixture(x, x_test, classes)[0].tolist(),
            "deep-svdd": deep_svdd(x, x_test).tolist(),
            "isomax": isomax(x, labels, x_test).tolist(),
            "residual": np.linalg.norm(x_test - pca.inverse_transform(pca.transform(x_test)), axis=1).tolist(),
            "react": (-logsumexp(clipped @ w.T + b, axis=1)).tolist(),
            "she": [-x_test[i] @ patterns[predicted_test[i]] for i in range(m)],
            "neco": (-np.linalg.norm(collapse.transform(h), axis=1) / np.linalg.norm(h, axis=1) * logits_test.max(1)).tolist(),
            "vim": (alpha * residual_test + energy_test).tolist(),
            "fdbd": (-boundary).tolist(),
            "energy+knn": (standardised(energy, energy_test) + standardised(kth_distance(x, x, k), near)).tolist(),
            "knn@inner": near_inner.tolist(),
            "mahalanobis@inner": mahalanobis(normalize(inner), labels, normalize(inner_test)).tolist(),
            "rmd@inner": relative(normalize(inner), labels, normalize(inner_test)).tolist(),
            "energy+knn@inner": (
                standardised(energy, energy_test) + standardised(kth_distance(inner, inner, k), near_inner)
            ).tolist(),
        },
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
    "network": network(),
}
path = Path(__file__).with_name("reference.json")
path.write_text(json.dumps(reference, separators=(",", ":"), default=float) + "\n")
