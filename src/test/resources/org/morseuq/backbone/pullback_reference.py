"""The gradients of sums over a feature row, as PyTorch computes them, for DifferentiableBackboneTest.

Run:       python3 pullback_reference.py    (reads *.pt of make_fixtures.py, writes pullback_reference.json beside this file)
Made with: Python 3.11, torch 2.13.0+cpu, numpy 2.4.6.

For image 0 of make_fixtures.py and covector v_j = cos(j + 1): the gradient of sum_j v_j row_j by the 192 numbers of the
image, in double precision. Rows are logits, embedding, and of maps the means, unbiased standard deviations, largest numbers
and shares of positive ones, whose gradient is 0.
"""

import json
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent


def image():
    c, y, x = np.meshgrid(range(3), range(8), range(8), indexing="ij")
    mean = np.array([0.5, 0.45, 0.4])[:, None, None]
    std = np.array([0.25, 0.2, 0.3])[:, None, None]
    pixels = (7 * x * x + 13 * y + 57 * c + x * y) % 256
    return torch.from_numpy(((pixels / 255 - mean) / std).astype(np.float32))[None]


def row(name, network, x):
    outputs = network(x)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    if name == "method":
        outputs.append(network.features(x))
    parts = []
    for output in outputs:
        if output.dim() == 2:
            parts.append(output[0])
            continue
        flat = output[0].flatten(1)
        parts.append(flat.mean(1))
        if flat.shape[1] > 1:
            parts += [flat.std(1), flat.max(1).values, (flat > 0).double().mean(1)]
    return torch.cat(parts)


def main():
    reference = {}
    for name in ("logits", "pair", "multi", "map", "point", "method"):
        network = torch.jit.load(HERE / f"{name}.pt").eval().double()
        x = image().double().requires_grad_(True)
        values = row(name, network, x)
        (values * torch.cos(torch.arange(1, len(values) + 1).double())).sum().backward()
        reference[name] = [float(f"{g:.8g}") for g in x.grad.flatten().tolist()]
    (HERE / "pullback_reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
