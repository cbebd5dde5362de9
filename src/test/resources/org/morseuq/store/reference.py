"""Writes half.csv and safetensors.csv beside this file.

half.csv: the bits of float32 numbers and of the float16 numbers that NumPy makes of them.
safetensors.csv: whole files as hexadecimal digits. `python` is what the package safetensors writes; `lean` is put
together here from the description of the format, and the package agrees that it is sound.

Origin of the files in the repository: Python 3, NumPy 2.4.6, safetensors 0.8.0; python3 reference.py
"""

import json
import pathlib
import struct

import numpy as np
import safetensors.numpy

here = pathlib.Path(__file__).parent
random = np.random.default_rng(20260101)


def floats():
    near_half = random.standard_normal(120).astype(np.float32) * np.exp(random.uniform(-18, 12, 120)).astype(np.float32)
    bits = [random.integers(0, 2**32, 60, dtype=np.uint64).astype(np.uint32), near_half.view(np.uint32)]
    halves = random.integers(0, 0x7bff, 40).astype(np.uint16)
    low = halves.view(np.float16).astype(np.float32)
    high = (halves + np.uint16(1)).view(np.float16).astype(np.float32)
    ties = (low + high) / np.float32(2)  # exact: one bit more than a half
    bits.append(ties.view(np.uint32))
    bits.append(np.nextafter(ties, np.float32(np.inf)).view(np.uint32))
    bits.append(np.nextafter(ties, np.float32(0)).view(np.uint32))
    edges = [0.0, 2.0**-14, 2.0**-24, 2.0**-25, 2.0**-26, 3 * 2.0**-25, 5 * 2.0**-25, 65504, 65519.996, 65520, 65536, 1e38,
             np.inf, 1e-45, 2.0**-14 - 2.0**-25, 2.0**-14 - 2.0**-26]
    edges = np.array(edges, np.float32)
    bits += [edges.view(np.uint32), (-edges).view(np.uint32), np.nextafter(edges, np.float32(0)).view(np.uint32)]
    bits = np.concatenate(bits)
    return bits[~np.isnan(bits.view(np.float32))]


with np.errstate(over="ignore"):
    single = floats()
    half = single.view(np.float32).astype(np.float16).view(np.uint16)
(here / "half.csv").write_text("".join(f"{s:08x},{h:04x}\n" for s, h in zip(single, half)))

python = safetensors.numpy.save(
    {
        "weights": np.array([[1.5, -2, 0], [3.25, 1e-40, -0.0]], np.float32),
        "half": np.array([1.5, 65504, 2.0**-24, -np.inf], np.float16),
        "codes": np.array([[0], [255], [7]], np.uint8),
        "scalar": np.array(42, np.float32),
        "empty": np.zeros((0, 5), np.float32),
    },
    metadata={"origin": "Zürich", "seed": "7"},
)

entries = {
    "__metadata__": {"origin": "Zürich"},
    "b": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
    "a": {"dtype": "F16", "shape": [3], "data_offsets": [8, 14]},
    "c": {"dtype": "U8", "shape": [2], "data_offsets": [14, 16]},
}
header = json.dumps(entries, separators=(",", ":"), ensure_ascii=False).encode()
header += b" " * (-len(header) % 8)
body = np.array([1, -0.5], "<f4").tobytes() + np.array([1, 2, 0.1], "<f2").tobytes() + bytes([0, 200])
lean = struct.pack("<Q", len(header)) + header + body
loaded = safetensors.numpy.load(lean)
assert loaded["b"].tolist() == [[1], [-0.5]] and loaded["c"].tolist() == [0, 200] and loaded["a"].shape == (3,)

(here / "safetensors.csv").write_text(f"python,{python.hex()}\nlean,{lean.hex()}\n")
