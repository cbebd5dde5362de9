"""Reference values for ResamplingTest: python3 resampling_reference.py > resampling.csv (Pillow, numpy)."""

import numpy
import PIL
from PIL import Image

SIZES = [(50, 70, 32), (28, 28, 32), (100, 41, 16), (7, 5, 8), (33, 32, 32), (32, 45, 32), (20, 300, 7), (64, 64, 32)]


def pattern(height, width):
    y, x, c = numpy.meshgrid(range(height), range(width), range(3), indexing="ij")
    return ((7 * x * x + 13 * y + 57 * c + (x * y) % 31) % 256).astype(numpy.uint8)


def fit(pixels, size):
    height, width = pixels.shape[:2]
    shorter = min(height, width)
    new_height, new_width = int(size * height / shorter), int(size * width / shorter)
    image = Image.fromarray(pixels).resize((new_width, new_height), Image.Resampling.BILINEAR)
    top, left = int(round((new_height - size) / 2.0)), int(round((new_width - size) / 2.0))
    return numpy.asarray(image.crop((left, top, left + size, top + size)))


print(f"# Pillow {PIL.__version__}, resize(BILINEAR) of 8-bit RGB, sizes and crop as in torchvision's Resize and CenterCrop")
print("# by resampling_reference.py; height, width, size, planar pixels in hexadecimal")
for height, width, size in SIZES:
    planar = fit(pattern(height, width), size).transpose(2, 0, 1)
    print(f"{height},{width},{size},{planar.tobytes().hex()}")
