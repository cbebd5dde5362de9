"""The detectors of FeatureDetectors.java in PyTorch, one thread, as matrix products: processor seconds, medians of five."""

import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
classes = torch.arange(50_000) % 10
train = torch.randn(50_000, 512) + 2 * torch.randn(10, 512)[classes]
queries = torch.randn(10_000, 512)


def clock(name, work, repetitions=5):
    times = []
    for _ in range(repetitions):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    print(f"{name}: {sorted(times)[repetitions // 2]:.3f}")
    return result


def whitening(deviations):
    factor = torch.linalg.cholesky(deviations.T @ deviations / len(deviations))
    return torch.linalg.solve_triangular(factor, torch.eye(len(factor)), upper=False).T.contiguous()


def fit():
    means = torch.stack([train[classes == c].mean(0) for c in range(10)])
    return train.mean(0), means, whitening(train - means[classes])


def fit_relative():
    mean, means, within = fit()
    return mean, means, within, whitening(train - mean)


def distances(mean, means, within):
    z = (queries - mean) @ within
    m = (means - mean) @ within
    return (z.square().sum(1)[:, None] - 2 * z @ m.T + m.square().sum(1)).min(1).values


def relative(mean, means, within, whole):
    return distances(mean, means, within) - ((queries - mean) @ whole).square().sum(1)


def neighbors(bank, chunk=500):
    found = []
    for start in range(0, len(queries), chunk):
        unit = torch.nn.functional.normalize(queries[start : start + chunk])
        nearest = (unit @ bank.T).topk(50, dim=1).values[:, -1]
        found.append((2 - 2 * nearest).clamp(min=0).sqrt())
    return torch.cat(found)


with torch.no_grad():
    gaussians = clock("fit, Mahalanobis", fit)
    both = clock("fit, relative Mahalanobis", fit_relative)
    clock("10,000 rows, Mahalanobis", lambda: distances(*gaussians))
    clock("10,000 rows, relative Mahalanobis", lambda: relative(*both))
    bank = torch.nn.functional.normalize(train)
    clock("10,000 rows, neighbours", lambda: neighbors(bank))
