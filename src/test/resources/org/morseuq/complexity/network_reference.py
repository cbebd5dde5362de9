"""Complexity and curvature of a small network in PyTorch, for NetworkComplexityTest.

Run:       python3 network_reference.py    (reads ../backbone/multi.pt, writes network_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6, in double precision; no randomness: pixels follow a formula.

Five images of 3 x 8 x 8 numbers, sin(0.37 i + 0.011 i^2 + k) for number i of image k, labels k modulo the number of classes.
Squared Jacobian norms by one vector-Jacobian product an output; the Hessian of the mean cross-entropy by the parameters is
written down row by row, and its eigenvalues are those of numpy.linalg.eigvalsh.
"""

import json
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
network = torch.jit.load(HERE.parent / "backbone" / "multi.pt").eval().double()
i = np.arange(192)
images = np.stack([np.sin(0.37 * i + 0.011 * i * i + k) for k in range(5)]).astype(np.float32)
x = torch.from_numpy(images).double().reshape(5, 3, 8, 8)


def squares(output):
    points = x.clone().requires_grad_(True)
    values = network(points)[output]
    total = torch.zeros(len(x), dtype=torch.float64)
    for k in range(values.shape[1]):
        (gradient,) = torch.autograd.grad(values[:, k].sum(), points, retain_graph=True)
        total += gradient.flatten(1).square().sum(1)
    return total.tolist()


parameters = [p for p in network.parameters()]
for p in parameters:
    p.requires_grad_(True)
logits = network(x)[0]
labels = torch.arange(5) % logits.shape[1]
loss = torch.nn.functional.cross_entropy(logits, labels)
flat = lambda parts: torch.cat([p.reshape(-1) for p in parts])
gradient = flat(torch.autograd.grad(loss, parameters, create_graph=True, materialize_grads=True))
hessian = torch.stack(
    [flat(torch.autograd.grad(g, parameters, retain_graph=True, materialize_grads=True)) for g in gradient]
)
values = np.linalg.eigvalsh(hessian.numpy())
values = values[np.argsort(-np.abs(values))]
g = gradient.detach()
reference = {
    "logits": squares(0),
    "embedding": squares(1),
    "loss": loss.item(),
    "gradient_norm": g.norm().item(),
    "along_gradient": (g @ hessian @ g / g.dot(g)).item(),
    "eigenvalues": values[:3].tolist(),
    "trace": hessian.trace().item(),
}
(HERE / "network_reference.json").write_text(json.dumps(reference, indent=1) + "\n")
print(len(gradient))
