"""What mixed precision does to a gradient in PyTorch, for MixedPrecisionTest.

Run:       python3 mixed_reference.py    (writes mixed_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu on an Intel Xeon with AMX, by torch.autocast("cpu", torch.bfloat16); no
           randomness: parameters and pixels follow formulas.

Network and parameters are those of residual_reference.py, the batch has 32 images of 16 x 16 pixels in 3 classes, the loss
is the mean cross-entropy with batch statistics. "deviation" is |g - g*| / |g*| for the gradient g by all parameters under
autocast and g* in double precision; of g* the norm is kept too.
"""

import json
from pathlib import Path

import torch
from derivative_reference import fill, flat
from residual_reference import Network
from torch.nn import functional as F


def gradient(network, x, labels):
    network.zero_grad()
    loss = F.cross_entropy(network(x)["logits"].to(x.dtype), labels)
    loss.backward()
    return loss.item(), flat([p.grad for p in network.parameters()]).double()


def main():
    x = ((torch.arange(32 * 3 * 16 * 16) * 37 % 101).double() / 50 - 1).reshape(32, 3, 16, 16)
    labels = torch.arange(32) % 3
    network = Network().train()
    fill(network)
    with torch.autocast("cpu", torch.bfloat16):
        mixed_loss, mixed = gradient(network, x.float(), labels)
    loss, exact = gradient(network.double(), x, labels)
    found = {
        "loss": loss,
        "mixed_loss": mixed_loss,
        "norm": exact.norm().item(),
        "deviation": ((mixed - exact).norm() / exact.norm()).item(),
    }
    Path(__file__).with_name("mixed_reference.json").write_text(json.dumps(found) + "\n")
    print(found)


if __name__ == "__main__":
    main()
