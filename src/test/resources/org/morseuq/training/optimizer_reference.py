"""Trajectories of PyTorch's optimizers, for OptimizerTest.

Run:       python3 optimizer_reference.py    (writes optimizer_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu; no randomness.

The problem: least of sum(c (w - t)^2) / 2 + sum(w^4) / 4 over a 2 x 3 matrix and a vector of 2. In float64; the float32
runs of the tests are compared with it.
"""

import json
from pathlib import Path

import torch

STARTS = {"matrix": [[1.0, -0.5, 0.25], [2.0, 0.0, -1.5]], "vector": [0.75, -2.0]}
TARGETS = {"matrix": [[0.5, 1.0, -1.0], [0.0, 3.0, 1.0]], "vector": [-1.0, 0.5]}
CURVATURES = {"matrix": [[1.0, 0.1, 4.0], [2.0, 0.5, 1.0]], "vector": [3.0, 0.25]}
RATES = [0.08 * (1 + k % 5) / 5 for k in range(20)]


def trajectory(make):
    parameters = {k: torch.tensor(v, dtype=torch.float64, requires_grad=True) for k, v in STARTS.items()}
    optimizer = make(list(parameters.values()))
    path = []
    for rate in RATES:
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss = 0
        for name, w in parameters.items():
            c = torch.tensor(CURVATURES[name], dtype=torch.float64)
            t = torch.tensor(TARGETS[name], dtype=torch.float64)
            loss = loss + (c * (w - t) ** 2).sum() / 2 + (w**4).sum() / 4
        loss.backward()
        optimizer.step()
        path.append([x for w in parameters.values() for x in w.detach().flatten().tolist()])
    return path


reference = {
    "starts": STARTS,
    "targets": TARGETS,
    "curvatures": CURVATURES,
    "rates": RATES,
    "nesterov": trajectory(lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    "plain": trajectory(lambda p: torch.optim.SGD(p, lr=1, weight_decay=0.01)),
    "adam": trajectory(lambda p: torch.optim.Adam(p, lr=1)),
}
Path(__file__).with_name("optimizer_reference.json").write_text(json.dumps(reference, indent=1) + "\n")
