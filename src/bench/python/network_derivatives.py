"""What NetworkDerivatives.java measures, in PyTorch, one thread: python3 network_derivatives.py [REPETITIONS]."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 7


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
        widths = [16] * 4 + [32] * 3 + [64] * 3
        self.blocks = nn.Sequential(*[Block(a, b) for a, b in zip(widths[:-1], widths[1:])])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        return self.linear(self.blocks(F.relu(self.norm(self.conv(x)))).mean((2, 3)))


def measure(what, work):
    milliseconds = []
    for i in range(REPETITIONS + 2):  # two to warm up
        begin = time.thread_time()
        work()
        milliseconds.append(1000 * (time.thread_time() - begin))
    milliseconds = sorted(milliseconds[2:])
    print(f"{what:30} {milliseconds[REPETITIONS // 2]:7.0f} ms, at least {milliseconds[0]:.0f}")


torch.set_num_threads(1)
torch.manual_seed(1)
network = Network()
parameters = list(network.parameters())
x, y = torch.randn(128, 3, 32, 32), torch.arange(128) % 10
optimizer = torch.optim.SGD(parameters, lr=1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)

fast = Network().to(memory_format=torch.channels_last)  # the order that mixed precision is fastest in
images = x.to(memory_format=torch.channels_last)
fast_optimizer = torch.optim.SGD(fast.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)


def gradient():
    torch.autograd.grad(F.cross_entropy(network(x), y), parameters)


def product():
    gradients = torch.autograd.grad(F.cross_entropy(network(x), y), parameters, create_graph=True)
    torch.autograd.grad(gradients, parameters, [g.detach() for g in gradients])


def step():
    optimizer.zero_grad()
    F.cross_entropy(network(x), y).backward()
    optimizer.step()


def step_mixed():
    fast_optimizer.zero_grad()
    with torch.autocast("cpu", torch.bfloat16):
        logits = fast(images)
    F.cross_entropy(logits.float(), y).backward()
    fast_optimizer.step()


def gradient_mixed():
    with torch.autocast("cpu", torch.bfloat16):
        logits = fast(images)
    torch.autograd.grad(F.cross_entropy(logits.float(), y), list(fast.parameters()))


measure("gradient", gradient)
measure("gradient and Hessian product", product)
measure("step of nesterov", step)
measure("gradient, mixed", gradient_mixed)
measure("step of nesterov, mixed", step_mixed)
