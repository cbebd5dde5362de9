"""Scores feature rows with a fitted Morse head in plain NumPy: python3 read_morse.py NAME.morse rows.npy

Prints one energy a row, in nats: higher is more out-of-distribution. The columns of the rows are the blocks that
NAME.morse/manifest.json lists under "layout". The format is all there is to it: a manifest in JSON and arrays in
safetensors files (eight bytes with the length of a JSON header, the header, the numbers, little-endian). Reads every
map, divergence and kernel that the library writes, and refuses what it does not know by its name.
"""

import json
import pathlib
import sys

import numpy as np

DTYPES = {"F32": "<f4", "F16": "<f2", "U8": "u1"}
MAPS = {"relu": lambda v: np.maximum(v, 0), "tanh": np.tanh, "identity": lambda v: v,
        "unit-norm": lambda v: v / np.fmax(np.linalg.norm(v, axis=1, keepdims=True), 1e-300),
        "softmax": lambda v: 1 / np.exp(v[:, None, :] - v[:, :, None]).sum(axis=2)}
KERNELS = {"gaussian": lambda r, d: r * d / 2, "von-mises-fisher": lambda r, d: r * d / 2, "laplace": lambda r, d: r * np.sqrt(d),
           "exponential": lambda r, d: r * d, "cauchy": lambda r, d: np.log1p(r * d)}


def arrays(file):
    raw = file.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    header.pop("__metadata__", None)
    return {name: np.frombuffer(raw[start:][slice(*t["data_offsets"])], DTYPES[t["dtype"]]).reshape(t["shape"])
            for name, t in header.items()}


def mapped(x, maps, head):
    for m in maps:
        if m["kind"] == "affine":
            x = x @ head[m["weights"]].T.astype(float) + head[m["bias"]]
        elif m["kind"] == "residual":
            x = x + mapped(x, m["correction"], head)
        else:
            x = known(MAPS, m["kind"])(x)
    return x


def known(table, kind):
    return table[kind] if kind in table else sys.exit(f"cannot read '{kind}', only {', '.join(table)}")


def euclidean(z, t, _):
    return ((z[:, None, :] - t) ** 2).sum(axis=2)


def mahalanobis(z, t, factor):
    return euclidean(z @ factor.T.astype(float), t @ factor.T.astype(float), None)


def kullback_leibler(z, t, _):
    z = z[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(t == 0, z, z - t - t * np.log(z / t))
    return np.where((z < 0).any(axis=2), np.inf, np.fmax(terms.sum(axis=2), 0))


DIVERGENCES = {"squared-euclidean": euclidean, "squared-mahalanobis": mahalanobis, "kullback-leibler": kullback_leibler}


def profile(kind, rate, d):
    if kind.startswith("student-t("):
        degrees = float(kind[len("student-t("):-1])
        return (degrees + 1) / 2 * np.log1p(rate / degrees * d)
    return known(KERNELS, kind)(rate, d)


def energies(folder, rows):
    manifest, head = json.loads((folder / "manifest.json").read_bytes()), arrays(folder / "head.safetensors")
    blocks = manifest["layout"]["blocks"]
    ends = np.cumsum([b["length"] for b in blocks])
    columns = {b["name"]: rows[:, end - b["length"]:end] for b, end in zip(blocks, ends)}
    total = 0.0  # the energies of the experts add: rows x classes, or rows x 1 where one target serves all
    for expert in manifest["experts"]:
        z = mapped(np.hstack([columns[name] for name in expert["blocks"]]), expert["maps"], head)
        divergence = expert.get("divergence", {"kind": "squared-euclidean"})
        d = known(DIVERGENCES, divergence["kind"])(z, head[expert["targets"]].astype(float), head.get(divergence.get("factor")))
        total = total + profile(expert["kernel"], expert["rate"], d)
    least = total.min(axis=1)
    return least if manifest["pooling"] == "max" else least - np.log(np.exp(least[:, None] - total).sum(axis=1))


if __name__ == "__main__":
    for energy in energies(pathlib.Path(sys.argv[1]), np.load(sys.argv[2]).astype(float)):
        print(repr(float(energy)))
