"""Trajectories of PyTorch's optimizers on a small network, for TrajectoryTest.

Run:       python3 trajectory_reference.py    (writes trajectory_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu, in double precision; no randomness.

The network has 6 inputs, 8 hidden units with tanh and 3 outputs; its k-th parameter starts at cos(k + 1) / 2, in the order
weight, bias, weight, bias. Batch b of 4 has 5 rows x[i, j] = sin(31 b + 6 i + j + 1) of the classes (b + i) mod 3. Step t
takes batch t mod 4. Kept are the loss before each of 100 steps and the parameters after the last.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
batches = []
for b in range(4):
    i, j = torch.meshgrid(torch.arange(5), torch.arange(6), indexing="ij")
    batches.append((torch.sin((31 * b + 6 * i + j + 1).double()), (b + torch.arange(5)) % 3))

optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05, weight_decay=0.01),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.005, weight_decay=0.01),
}

result = {}
for name, make in optimizers.items():
    network = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3))
    k = 0
    with torch.no_grad():
        for p in network.parameters():
            p.copy_((torch.cos(torch.arange(k, k + p.numel()) + 1.0) / 2).reshape(p.shape))
            k += p.numel()
    optimizer = make(network.parameters())
    losses = []
    for t in range(100):
        x, y = batches[t % 4]
        loss = F.cross_entropy(network(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    result[name] = {
        "learning_rate": optimizer.param_groups[0]["lr"],
        "weight_decay": optimizer.param_groups[0]["weight_decay"],
        "losses": losses,
        "parameters": torch.cat([p.detach().flatten() for p in network.parameters()]).tolist(),
    }
    print(name, losses[0], losses[-1])
Path(__file__).with_name("trajectory_reference.json").write_text(json.dumps(result) + "\n")
