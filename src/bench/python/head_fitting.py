"""The fit of HeadFitting.java in PyTorch, one thread: python3 head_fitting.py [RUNS]. Prints seconds a run."""

import sys
import time

import torch

ROWS, FEATURES, CLASSES, EPOCHS, BATCH = 50_000, 512, 10, 20, 128

torch.set_num_threads(1)
torch.manual_seed(1)
data = torch.rand(ROWS, FEATURES)
reference = 2 * torch.rand(ROWS // 5, FEATURES)
labels = torch.arange(ROWS) % CLASSES
targets = torch.eye(CLASSES, 16)
steps = ROWS // BATCH

for run in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
    layers = [(FEATURES, 128), (128, 128), (128, 16)]
    modules = []
    for inputs, outputs in layers:
        modules += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    network = torch.nn.Sequential(*modules[:-1])
    log_factor = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.Adam([*network.parameters(), log_factor], lr=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * steps)

    def energies(x):
        return 0.5 * log_factor.exp() * (network(x)[:, None] - targets).square().sum(2)

    wall, cpu = time.perf_counter(), time.process_time()
    for epoch in range(EPOCHS):
        order = torch.randperm(ROWS)
        for step in range(steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            drawn = torch.randint(0, ROWS // 5, (BATCH,))
            own = energies(data[rows]).gather(1, labels[rows, None]).mean()
            loss = own + (-energies(reference[drawn]).min(1).values).exp().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    print(f"{time.perf_counter() - wall:.2f} s wall, {time.process_time() - cpu:.2f} s processor")
