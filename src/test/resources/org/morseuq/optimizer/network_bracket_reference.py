"""The Lie bracket of two tasks on the network multi.pt, by torch in float64: the numbers in NetworkFlowTest.

    python3 network_bracket_reference.py    (prints them)

Made with Python 3.11, torch 2.13.0+cpu. The images are sines; the tasks are the first and the last three of them.
"""

from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
network = torch.jit.load(HERE.parent / "backbone" / "multi.pt").double().eval()
i = np.arange(192)
rows = np.stack([np.sin(0.37 * i + 0.011 * i * i + k).astype(np.float32) for k in range(6)])
images = torch.tensor(rows).double().reshape(6, 3, 8, 8)
labels = torch.tensor([0, 1, 2, 2, 0, 1])
parameters = list(network.parameters())


def gradient(theta, rows, along=None):
    """The gradient at theta or, along a direction, the product of the Hessian with it."""
    start = 0
    with torch.no_grad():
        for p in parameters:
            p.copy_(theta[start : start + p.numel()].view_as(p))
            start += p.numel()
    loss = torch.nn.functional.cross_entropy(network(images[rows])[0], labels[rows])
    g = torch.cat([x.reshape(-1) for x in torch.autograd.grad(loss, parameters, create_graph=along is not None)])
    if along is None:
        return g
    return torch.cat([x.reshape(-1) for x in torch.autograd.grad(g @ along, parameters)])


theta = torch.cat([p.detach().reshape(-1) for p in parameters])
one, two = slice(0, 3), slice(3, 6)
g1, g2 = gradient(theta, one), gradient(theta, two)
bracket = gradient(theta, two, g1) - gradient(theta, one, g2)
print("cosine", (g1 @ g2 / g1.norm() / g2.norm()).item())
print("norm", bracket.norm().item(), "with cosines", (bracket @ torch.cos(torch.arange(len(theta)).double())).item())
for h in (1e-1, 1e-2, 1e-3, 1e-4):
    forward = theta - h * g1
    forward = forward - h * gradient(forward, two)
    backward = theta - h * g2
    backward = backward - h * gradient(backward, one)
    print("error at", h, ((forward - backward) / h**2 - bracket).norm().item() / bracket.norm().item())
