"""Tiny networks for the tests of org.morseuq.backbone, and what PyTorch says they return.

Run:       python3 make_fixtures.py    (writes *.pt, *.pt.json and reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, numpy 2.4.6; seed 20261 below.

All networks share their weights. Where a network returns maps, the reference holds the spatial means, the unbiased
standard deviations, the largest numbers and the shares of positive ones, taken by numpy in double precision from PyTorch's
float32 maps.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
SIZE, COUNT = 8, 5
PREPROCESSING = {"size": SIZE, "mean": [0.5, 0.45, 0.4], "std": [0.25, 0.2, 0.3]}
torch.manual_seed(20261)


class Trunk(nn.Module):
    """Two convolutions, batch normalisation with uneven statistics, and dropout, which must be off."""

    @torch.no_grad()
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1)
        self.second = nn.Conv2d(4, 5, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(5)
        self.norm.running_mean.copy_(torch.randn(5) / 4)
        self.norm.running_var.copy_(torch.rand(5) + 0.5)
        self.dropout = nn.Dropout(0.5)
        self.linear = nn.Linear(5, 3)
        for layer in (self.first, self.second, self.linear):
            layer.weight.mul_(3)  # so that images differ by numbers of order one

    def maps(self, x):
        low = F.relu(self.first(x))
        return low, F.relu(self.norm(self.second(low)))

    def outputs(self, x):
        low, high = self.maps(x)
        features = high.mean((2, 3))
        return self.linear(self.dropout(features)), features, low, high


class Part(nn.Module):
    """Some of the outputs, as `choose` picks them."""

    def __init__(self, trunk, choose):
        super().__init__()
        self.trunk = trunk
        self.choose = choose

    def forward(self, x):
        return self.choose(x, *self.trunk.outputs(x))


class WithMethod(nn.Module):
    """Logits alone, and a method for the features, as a user might script it."""

    def __init__(self, trunk):
        super().__init__()
        self.first, self.second, self.norm = trunk.first, trunk.second, trunk.norm
        self.dropout, self.linear = trunk.dropout, trunk.linear

    @torch.jit.export
    def features(self, x):
        return F.relu(self.norm(self.second(F.relu(self.first(x))))).mean((2, 3))

    def forward(self, x):
        return self.linear(self.dropout(self.features(x)))


class Scalar(nn.Module):
    def forward(self, x):
        return x.mean()


def pixels(i, y, x, c):
    """The pattern of BackboneTest."""
    return (31 * i + 7 * x * x + 13 * y + 57 * c + x * y * (i + 1)) % 256


def images():
    i, c, y, x = np.meshgrid(range(COUNT), range(3), range(SIZE), range(SIZE), indexing="ij")
    mean = np.array(PREPROCESSING["mean"])[None, :, None, None]
    std = np.array(PREPROCESSING["std"])[None, :, None, None]
    return torch.from_numpy(((pixels(i, y, x, c) / 255 - mean) / std).astype(np.float32))


def columns(output):
    values = output.detach().numpy().astype(np.float64)
    if values.ndim == 2:
        return [values]
    flat = values.reshape(*values.shape[:2], -1)
    if flat.shape[2] == 1:
        return [flat[:, :, 0]]
    return [flat.mean(2), flat.std(2, ddof=1), flat.max(2), (flat > 0).mean(2)]


def main():
    x = images()
    trunk = Trunk().eval()
    chosen = {
        "logits": lambda x, logits, features, low, high: logits,
        "pair": lambda x, logits, features, low, high: (logits, features),
        "multi": lambda x, logits, features, low, high: (logits, features, low, high),
        "map": lambda x, logits, features, low, high: (logits, low),
        "point": lambda x, logits, features, low, high: (logits, high.mean((2, 3), keepdim=True), features),
        # Unusable: no batch of vectors; not a number where the first red sample is below the mean.
        "flat": lambda x, logits, features, low, high: logits[:, 0],
        "nan": lambda x, logits, features, low, high: logits + 0 * torch.sqrt(x[:, 0, 0, 0])[:, None],
    }
    networks = {name: torch.jit.trace(Part(trunk, choose), x) for name, choose in chosen.items()}
    reference = {}
    for name in ("logits", "pair", "multi", "map", "point"):
        outputs = networks[name](x)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        reference[name] = np.concatenate([block for o in outputs for block in columns(o)], 1).tolist()
    reference["method"] = reference["pair"]
    # Saved as if training: whoever loads it has to switch dropout and batch normalisation to evaluation.
    networks["method"] = torch.jit.script(WithMethod(trunk).train())
    networks["scalar"] = torch.jit.trace(Scalar(), x)
    for name, network in networks.items():
        network.save(HERE / f"{name}.pt")
        (HERE / f"{name}.pt.json").write_text(json.dumps(PREPROCESSING) + "\n")
    (HERE / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")


main()
