"""The scoring of HeadScoring.java in PyTorch, one thread: ten thousand rows at once, and one row at a time."""

import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
widths = [512, 256, 256, 80]
layers = []
for inputs, outputs in zip(widths, widths[1:]):
    layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
network = torch.nn.Sequential(*layers[:-1])
targets = torch.eye(10, 80)
rows = torch.randn(10_000, 512)


def energies(x):
    return 0.5 * (network(x)[:, None] - targets).square().sum(2).min(1).values


with torch.no_grad():
    batch = []
    for _ in range(10):
        start = time.process_time()
        energies(rows)
        batch.append(time.process_time() - start)
    single = []
    for i in range(10_000):
        start = time.perf_counter()
        energies(rows[i : i + 1])
        single.append(time.perf_counter() - start)
print(f"10,000 rows: {sorted(batch)[5]:.3f} processor seconds (median)")
single.sort()
print(f"one row: {1e3 * single[5000]:.3f} ms (median), {1e3 * single[9900]:.3f} ms (p99)")
