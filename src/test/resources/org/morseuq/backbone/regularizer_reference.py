"""Regularizers of the small convolutional network in PyTorch, for RegularizerTest.

Run:       python3 regularizer_reference.py    (writes regularizer_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, in double precision; no randomness: parameters, pixels and directions follow
           formulas.

Three 3 x 3 convolutions with stride 2 to 16, 32 and 64 channels, a rectifier after each, the spatial mean (the embedding), a
linear layer to 3 logits. Parameters in the order weight, bias of every layer. The batch has 6 images of 8 x 8 pixels; the loss
is the mean cross-entropy. Of every term: its value, its gradient by the parameters, and the product of its Hessian with the
direction cos(i + 1). Of every vector the norm is kept, and each 499th number from the first.
"""

import json
from pathlib import Path

import torch
from residual_reference import uniform
from torch import nn
from torch.nn import functional as F

STRIDE = 499


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(3, 16, 3, 2, 1), nn.Conv2d(16, 32, 3, 2, 1), nn.Conv2d(32, 64, 3, 2, 1)
        self.linear = nn.Linear(64, 3)

    def forward(self, x):
        embedding = F.relu(self.c(F.relu(self.b(F.relu(self.a(x)))))).mean((2, 3))
        return self.linear(embedding), embedding


def flat(arrays):
    return torch.cat([a.reshape(-1) for a in arrays])


def grad(y, inputs):
    found = torch.autograd.grad(y, inputs, create_graph=True, allow_unused=True, materialize_grads=True)
    return flat(found)


def digest(vector):
    return {"norm": vector.norm().item(), "numbers": vector[::STRIDE].tolist()}


network = Network().double()
parameters = list(network.parameters())
with torch.no_grad():
    for t, p in enumerate(parameters):
        scale = (6 * p.shape[0] / p.numel()) ** 0.5 if p.dim() > 1 else 0.5
        p.copy_((scale * (2 * uniform(t, p.numel()) - 1)).float().reshape(p.shape))
x = ((torch.arange(6 * 3 * 8 * 8) * 37 % 101).double() / 50 - 1).float().double().reshape(6, 3, 8, 8).requires_grad_()
y = torch.tensor([0, 1, 2, 0, 1, 2])
direction = torch.cos(torch.arange(1, sum(p.numel() for p in parameters) + 1).double())

logits, embedding = network(x)
losses = F.cross_entropy(logits, y, reduction="none")


def complexity(outputs):
    rows = [torch.autograd.grad(outputs[:, k].sum(), x, create_graph=True)[0] for k in range(outputs.shape[1])]
    return sum(row.square().sum() for row in rows) / len(x)


matrices = [p.flatten(1) for p in parameters if p.dim() > 1]
terms = {
    "geometric-complexity": complexity(logits),
    "embedding-complexity": complexity(embedding),
    "input-gradient": torch.autograd.grad(losses.sum(), x, create_graph=True)[0].square().sum() / len(x),
    "loss-gradient": grad(losses.mean(), parameters).square().sum(),
    "squared-weights": sum(w.square().sum() for w in matrices),
    "spectral-norm": sum(torch.linalg.matrix_norm(w, 2).square() for w in matrices),
}
result = {}
for name, term in terms.items():
    gradient = grad(term, parameters)
    product = grad(gradient @ direction, parameters)
    result[name] = {"value": term.item(), "gradient": digest(gradient.detach()), "product": digest(product.detach())}
    print(name, term.item(), gradient.norm().item(), product.norm().item())
print([(s[1] / s[0]).item() for s in (torch.linalg.svdvals(w) for w in matrices)])
Path(__file__).with_name("regularizer_reference.json").write_text(json.dumps(result) + "\n")
