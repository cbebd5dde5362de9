"""The same as JacobianNorms.java in PyTorch: one vector-Jacobian product a logit, with the parameters frozen.

Run: OMP_NUM_THREADS=1 python3 jacobian_norms.py NETWORK.pt TIMES
"""

import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
network = torch.jit.load(sys.argv[1]).eval()
for p in network.parameters():
    p.requires_grad_(False)
i = np.arange(3072)
images = np.stack([np.sin(0.37 * i + 0.011 * i * i + k) for k in range(128)]).astype(np.float32)
x = torch.from_numpy(images).reshape(128, 3, 32, 32)


def norms():
    points = x.clone().requires_grad_(True)
    logits = network(points)
    logits = logits[0] if isinstance(logits, tuple) else logits
    total = torch.zeros(len(x), dtype=torch.float64)
    for k in range(logits.shape[1]):
        (gradient,) = torch.autograd.grad(logits[:, k].sum(), points, retain_graph=True)
        total += gradient.flatten(1).square().sum(1, dtype=torch.float64)
    return total.mean().item()


milliseconds = []
for t in range(-2, int(sys.argv[2])):
    begin = time.process_time()
    mean = norms()
    if t >= 0:
        milliseconds.append(1e3 * (time.process_time() - begin))
print("GC", mean, ", CPU ms", milliseconds)
print("median", sorted(milliseconds)[len(milliseconds) // 2])
