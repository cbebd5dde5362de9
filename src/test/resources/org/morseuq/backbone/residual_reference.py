"""A residual network of depth 8 in PyTorch, for ResidualNetworkTest and DifferentiableBackboneTest.

Run:       python3 residual_reference.py    (writes residual_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu; no randomness: parameters and pixels follow formulas.

Written from He et al. 2016, section 4.2, with projection shortcuts. The order of the modules below is the order in which
the Java network lists its parameters; each normalisation lists weight, bias, running mean, running variance.

"pullback" is the gradient by the first image of sum_j cos(j + 1) row_j, in double precision; a row has logits, embedding,
means, unbiased deviations, largest numbers and shares of positive ones of the second stage, then of the third.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

SEED = 1


def uniform(t, count):
    i = torch.arange(count, dtype=torch.int64)
    a = (SEED * 1_000_003 + t * 10_007 + i) * 2_654_435_761 & 0xFFFFFFFF
    # The product of two 32-bit numbers overflows 64 bits, alike in Java; the lower 32 bits are not affected.
    b = (a ^ a >> 15) * 2_654_435_761 & 0xFFFFFFFF
    return (b >> 8).double() / 2**24


class Block(nn.Module):
    def __init__(self, before, channels):
        super().__init__()
        stride = 1 if before == channels else 2
        self.conv1, self.norm1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False), nn.BatchNorm2d(channels)
        self.conv2, self.norm2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)
        self.shortcut = nn.Identity()
        if before != channels:
            self.shortcut = nn.Sequential(nn.Conv2d(before, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        return F.relu(y + self.shortcut(x))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.stage1, self.stage2, self.stage3 = Block(16, 16), Block(16, 32), Block(32, 64)
        self.linear = nn.Linear(64, 3)

    def forward(self, x):
        second = self.stage2(self.stage1(F.relu(self.norm(self.conv(x)))))
        third = self.stage3(second)
        embedding = third.mean((2, 3))
        return {"logits": self.linear(embedding), "embedding": embedding, "second": second, "third": third}


@torch.enable_grad()
def pullback(network, x):
    x.requires_grad_(True)
    outputs = network(x)
    row = [outputs["logits"][0], outputs["embedding"][0]]
    for name in ("second", "third"):
        flat = outputs[name][0].flatten(1)
        row += [flat.mean(1), flat.std(1), flat.max(1).values, (flat > 0).double().mean(1)]
    row = torch.cat(row)
    (row * torch.cos(torch.arange(1, len(row) + 1).double())).sum().backward()
    return [float(f"{g:.9g}") for g in x.grad.flatten().tolist()]


@torch.no_grad()
def main():
    network = Network().eval()
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
    x = ((torch.arange(2 * 3 * 8 * 8) * 37 % 101).double() / 50 - 1).float().reshape(2, 3, 8, 8)
    outputs = {name: [float(f"{v:.9g}") for v in o.flatten().tolist()] for name, o in network(x).items()}
    outputs["pullback"] = pullback(network.double(), x[:1].double())
    Path(__file__).with_name("residual_reference.json").write_text(json.dumps(outputs) + "\n")
    print(t, "arrays;", {name: max(map(abs, o)) for name, o in outputs.items()})


if __name__ == "__main__":
    main()
