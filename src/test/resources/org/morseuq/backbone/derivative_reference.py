"""Derivatives of a residual network of depth 20 in PyTorch, for ParametricNetworkTest.

Run:       python3 derivative_reference.py    (writes derivative_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, in double precision; no randomness: parameters, pixels and directions follow
           formulas.

Network, parameters and their order are those of residual_reference.py, with three blocks a stage. The batch has 6 images
of 8 x 8 pixels in 3 classes; the loss is the mean cross-entropy with batch statistics. The direction is cos(i + 1) for the
i-th trained number. Of every vector the norm is kept, and each 1499th number from the first.

"third" is the gradient of <v, H v> in evaluation mode: through a normalisation by the batch PyTorch's own third derivative
is not that of its second (it takes the statistics that the forward pass kept for constants). "norms" are the squared Frobenius norms of the logits' Jacobians by the images in
evaluation mode, and "penalty" is the gradient of their mean by the parameters.
"""

import json
from pathlib import Path

import torch
from residual_reference import Block, uniform
from torch import nn
from torch.nn import functional as F

STRIDE = 1499


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.stage1 = nn.Sequential(Block(16, 16), Block(16, 16), Block(16, 16))
        self.stage2 = nn.Sequential(Block(16, 32), Block(32, 32), Block(32, 32))
        self.stage3 = nn.Sequential(Block(32, 64), Block(64, 64), Block(64, 64))
        self.linear = nn.Linear(64, 3)

    def forward(self, x):
        x = F.relu(self.norm(self.conv(x)))
        return self.linear(self.stage3(self.stage2(self.stage1(x))).mean((2, 3)))


@torch.no_grad()
def fill(network):
    t = 0
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            arrays = [(module.weight, 1), (module.bias, 0), (module.running_mean, 0), (module.running_var, 1)]
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            arrays = [(module.weight, None)] + ([(module.bias, 0)] if module.bias is not None else [])
        else:
            continue
        for array, centre in arrays:
            scale = (6 * array.shape[0] / array.numel()) ** 0.5 if centre is None else 0.5
            values = scale * (2 * uniform(t, array.numel()) - 1) + (centre or 0)
            array.copy_(values.float().reshape(array.shape))
            t += 1


def flat(arrays):
    return torch.cat([a.reshape(-1) for a in arrays])


def digest(vector):
    return {"norm": vector.norm().item(), "numbers": vector[::STRIDE].tolist()}


network = Network().double().train()
fill(network)
x = ((torch.arange(6 * 3 * 8 * 8) * 37 % 101).double() / 50 - 1).float().double().reshape(6, 3, 8, 8)
y = torch.tensor([0, 1, 2, 0, 1, 2])
parameters = list(network.parameters())
direction = torch.cos(torch.arange(1, sum(p.numel() for p in parameters) + 1).double())

loss = F.cross_entropy(network(x), y)
gradient = flat(torch.autograd.grad(loss, parameters, create_graph=True))
product = flat(torch.autograd.grad(gradient @ direction, parameters, create_graph=True))
drift = flat(torch.autograd.grad(gradient @ gradient.detach(), parameters))
statistics = flat([b for name, b in network.named_buffers() if "running" in name])

fill(network)
network.eval()
x.requires_grad_(True)
logits = network(x)
rows = [torch.autograd.grad(logits[:, k].sum(), x, create_graph=True)[0].flatten(1).square().sum(1) for k in range(3)]
norms = sum(rows)
penalty = flat(torch.autograd.grad(norms.mean(), parameters, retain_graph=True, allow_unused=True, materialize_grads=True))
first = flat(torch.autograd.grad(F.cross_entropy(logits, y), parameters, create_graph=True))
second = flat(torch.autograd.grad(first @ direction, parameters, create_graph=True))
third = flat(torch.autograd.grad(second @ direction, parameters))

result = {
    "loss": loss.item(),
    "gradient": digest(gradient.detach()),
    "product": digest(product.detach()),
    "third": digest(third),
    "drift": digest(drift),
    "statistics": digest(statistics),
    "norms": norms.tolist(),
    "penalty": digest(penalty),
}
Path(__file__).with_name("derivative_reference.json").write_text(json.dumps(result) + "\n")
print({name: v["norm"] if isinstance(v, dict) else v for name, v in result.items()})
