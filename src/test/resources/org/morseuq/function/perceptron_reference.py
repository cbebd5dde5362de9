"""Derivatives of a small tanh perceptron by torch's automatic differentiation, in double precision.

Reads the weights and rows of perceptron_reference.json and writes everything else in it again:

    python3 perceptron_reference.py

Made with Python 3.11, torch 2.13.0+cpu. Weights, rows and labels were drawn once at random; the parameters are one vector,
the rows of W1, then b1, the rows of W2, then b2. Tasks A and B are the first and the last four rows.
"""

import json
from pathlib import Path

import torch
from torch.func import grad, hessian, jvp

FILE = Path(__file__).with_suffix(".json")
given = json.loads(FILE.read_text())
theta = torch.tensor(given["theta"], dtype=torch.float64)
x = torch.tensor(given["inputs"], dtype=torch.float64)
y = torch.tensor(given["labels"])


def loss(rows):
    def at(p):
        w1, b1, w2, b2 = p[:15].view(5, 3), p[15:20], p[20:40].view(4, 5), p[40:44]
        logits = torch.tanh(x[rows] @ w1.T + b1) @ w2.T + b2
        return torch.nn.functional.cross_entropy(logits, y[rows])

    return at


everything, a, b = loss(slice(0, 8)), loss(slice(0, 4)), loss(slice(4, 8))
g, h = grad(everything)(theta), hessian(everything)(theta)
v = torch.cos(torch.arange(44, dtype=torch.float64))
third = jvp(lambda p: hessian(everything)(p) @ v, (theta,), (g,))[1]
bracket = hessian(b)(theta) @ grad(a)(theta) - hessian(a)(theta) @ grad(b)(theta)
out = {
    "theta": given["theta"],
    "inputs": given["inputs"],
    "labels": given["labels"],
    "loss": everything(theta).item(),
    "gradient": g.tolist(),
    "hessian_product": (h @ v).tolist(),
    "third_product": third.tolist(),
    "eigenvalues": torch.linalg.eigvalsh(h).tolist(),
    "bracket": bracket.tolist(),
}
FILE.write_text(json.dumps(out, indent=1) + "\n")
