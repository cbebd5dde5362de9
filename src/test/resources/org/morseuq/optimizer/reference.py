"""Trajectories of PyTorch's optimizers and of SciPy's solvers, for the tests of the optimizer room.

Run:       python3 reference.py    (writes reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6, scipy 1.17.1; float64, one thread.

The problem: the mean cross-entropy of a 3-5-4 tanh network on 8 rows. Its 44 parameters stand in the order W1 (5 x 3, by
rows), b1, W2 (4 x 5), b2. Step k of a trajectory sees rows 0-3 if k is even and rows 4-7 if it is odd; the gradient and
the flows see all rows.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy.integrate import RK23, RK45, solve_ivp
from scipy.integrate._ivp.rk import rk_step

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
random = np.random.default_rng(5)
START = (0.4 * random.standard_normal(44)).round(6)
ROWS = torch.tensor(random.standard_normal((8, 3)).round(6))
LABELS = torch.tensor([3, 0, 1, 2, 3, 2, 1, 2])


def loss(theta, rows=slice(None)):
    w1, b1, w2, b2 = theta[:15].view(5, 3), theta[15:20], theta[20:40].view(4, 5), theta[40:]
    logits = torch.tanh(ROWS[rows] @ w1.T + b1) @ w2.T + b2
    return torch.nn.functional.cross_entropy(logits, LABELS[rows])


def gradient(theta):
    theta = torch.tensor(theta, requires_grad=True)
    return torch.autograd.grad(loss(theta), theta)[0].numpy()


def trajectory(make, factor=lambda k: 1.0):
    theta = torch.tensor(START, requires_grad=True)
    optimizer = make([theta])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    losses, points = [], {}
    for k in range(100):
        optimizer.zero_grad()
        value = loss(theta, slice(0, 4) if k % 2 == 0 else slice(4, 8))
        value.backward()
        optimizer.step()
        schedule.step()
        losses.append(value.item())
        if k + 1 in (1, 2, 10, 100):
            points[k + 1] = theta.detach().tolist()
    return {"losses": losses, "points": points}


def warm_up_and_cosine(k):
    return (k + 1) / 10 if k < 10 else (1 + np.cos(np.pi * min(1, (k - 10) / 90))) / 2


def one_step(method, h):
    """One step without control: the next point and the estimate of the error."""
    field = lambda t, y: -gradient(y)
    slopes = np.empty((method.n_stages + 1, 44))
    y, _ = rk_step(field, 0, START, field(0, START), h, method.A, method.B, method.C, slopes)
    return {"next": y.tolist(), "error": (slopes.T @ method.E * h).tolist()}


def predators(t, z):
    return [1.5 * z[0] - z[0] * z[1], z[0] * z[1] - 3 * z[1]]


def flow(field, start, end):
    solution = solve_ivp(field, (0, end), start, method="DOP853", rtol=1e-12, atol=1e-13)
    return solution.y[:, -1].tolist()


theta = torch.tensor(START, requires_grad=True)
value = loss(theta)
g = torch.autograd.grad(value, theta, create_graph=True)[0]
drift = torch.autograd.grad(g @ g.detach(), theta)[0]

SGD, Adam = torch.optim.SGD, torch.optim.Adam
reference = {
    "start": START.tolist(),
    "rows": ROWS.tolist(),
    "labels": LABELS.tolist(),
    "loss": value.item(),
    "gradient": g.tolist(),
    "drift": drift.tolist(),
    "trajectories": {
        "sgd": trajectory(lambda p: SGD(p, lr=0.5, weight_decay=0.01)),
        "momentum": trajectory(lambda p: SGD(p, lr=0.1, momentum=0.9)),
        "nesterov": trajectory(lambda p: SGD(p, lr=0.2, momentum=0.8, nesterov=True), warm_up_and_cosine),
        "adam": trajectory(lambda p: Adam(p, lr=0.02, weight_decay=0.01)),
        "adamw": trajectory(lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.1), warm_up_and_cosine),
        "adagrad": trajectory(lambda p: torch.optim.Adagrad(p, lr=0.1)),
        "rmsprop": trajectory(lambda p: torch.optim.RMSprop(p, lr=0.005)),
    },
    "flow": {"time": 2.0, "end": flow(lambda t, y: -gradient(y), START, 2.0)},
    "bogacki-shampine": one_step(RK23, 0.5),
    "dormand-prince": one_step(RK45, 0.5),
    "predators": {"start": [1.0, 2.0], "time": 10.0, "end": flow(predators, [1.0, 2.0], 10.0)},
    "versions": {"torch": torch.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
}
solution = solve_ivp(predators, (0, 10), [1.0, 2.0], method="RK45", rtol=1e-6, atol=1e-9)
reference["predators"]["RK45"] = {
    "evaluations": solution.nfev,
    "error": float(np.max(np.abs(solution.y[:, -1] - reference["predators"]["end"]))),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(reference) + "\n")
