"""ResNet-18, WideResNet-16-4 and VGG-13 for small images in PyTorch, for NetworksTest.

Run:       python3 network_reference.py    (writes network_reference.json beside this file)
Made with: Python 3.11.7, torch 2.13.0+cpu; no randomness: parameters and pixels follow formulas.

Written from the papers that the Java classes name. The order of the modules below is the order in which the Java networks
list their parameters. "second" is the spatial mean of the maps of the last stage but one.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from residual_reference import uniform


def conv(before, channels, kernel=3, stride=1):
    return nn.Conv2d(before, channels, kernel, stride, kernel // 2, bias=False)


class Basic(nn.Module):
    def __init__(self, before, channels, stride):
        super().__init__()
        self.conv1, self.norm1 = conv(before, channels, 3, stride), nn.BatchNorm2d(channels)
        self.conv2, self.norm2 = conv(channels, channels), nn.BatchNorm2d(channels)
        self.around = nn.Identity()
        if before != channels:
            self.around = nn.Sequential(conv(before, channels, 1, stride), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.relu(self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))) + self.around(x))


class Preactivated(nn.Module):
    def __init__(self, before, channels, stride):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(before), conv(before, channels, 3, stride)
        self.norm2, self.conv2 = nn.BatchNorm2d(channels), conv(channels, channels)
        self.around = conv(before, channels, 1, stride) if before != channels else None

    def forward(self, x):
        a = F.relu(self.norm1(x))
        return self.conv2(F.relu(self.norm2(self.conv1(a)))) + (x if self.around is None else self.around(a))


def pair(before, channels):
    return nn.Sequential(conv(before, channels), nn.BatchNorm2d(channels), nn.ReLU(),
                         conv(channels, channels), nn.BatchNorm2d(channels), nn.ReLU())


class Staged(nn.Module):
    def __init__(self, stem, stages, channels):
        super().__init__()
        self.stem, self.stages, self.linear = stem, nn.ModuleList(stages), nn.Linear(channels, 3)

    def forward(self, x):
        maps = [self.stem(x)]
        for stage in self.stages:
            maps.append(stage(maps[-1]))
        embedding = maps[-1].mean((2, 3))
        return {"logits": self.linear(embedding), "embedding": embedding, "second": maps[-2].mean((2, 3))}


def blocks(kind, before, channels, stride, count):
    return [kind(before, channels, stride)] + [kind(channels, channels, 1) for _ in range(count - 1)]


def resnet18():
    widths = [64, 64, 128, 256, 512]
    stages = [nn.Sequential(*blocks(Basic, a, b, 1 if a == b else 2, 2)) for a, b in zip(widths, widths[1:])]
    return Staged(nn.Sequential(conv(3, 64), nn.BatchNorm2d(64), nn.ReLU()), stages, 512)


def wideresnet():
    stages = [blocks(Preactivated, 16, 64, 1, 2), blocks(Preactivated, 64, 128, 2, 2), blocks(Preactivated, 128, 256, 2, 2)]
    stages[-1] += [nn.BatchNorm2d(256), nn.ReLU()]
    return Staged(conv(3, 16), [nn.Sequential(*stage) for stage in stages], 256)


def vgg13():
    widths = [64, 128, 256, 512, 512]
    stages = [nn.Sequential(nn.MaxPool2d(2), pair(a, b)) for a, b in zip(widths, widths[1:])]
    return Staged(pair(3, 64), stages, 512)


@torch.no_grad()
def outputs(network):
    t = 0
    for module in network.eval().modules():
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
    x = ((torch.arange(2 * 3 * 16 * 16) * 37 % 101).double() / 50 - 1).reshape(2, 3, 16, 16)
    return {name: [float(f"{v:.7g}") for v in o.flatten().tolist()] for name, o in network.double()(x).items()}


def main():
    made = {"resnet18": resnet18(), "wideresnet16-4": wideresnet(), "vgg13": vgg13()}
    reference = {}
    for name, network in made.items():
        reference[name] = {"parameters": sum(p.numel() for p in network.parameters()), **outputs(network)}
        print(name, reference[name]["parameters"], reference[name]["logits"])
    Path(__file__).with_name("network_reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
