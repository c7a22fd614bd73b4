"""Makes the images and labels of FashionMnistMini from the whole Fashion-MNIST:

    python3 make_mini.py FOLDER_OF_FASHION_MNIST ../../../../../main/resources/vae4j/datasets/fashion-mnist-mini

Kept are the first 600 training images and the first 100 test images of each class, in their published
order. The images of a part lie one below the other in one grey PNG file, whose row filters pack them
into 2.8 MB; gzip needs 3.1 MB. Needs numpy and Pillow.
"""

import gzip
import struct
import sys
from pathlib import Path

import numpy as np
from PIL import Image

source, target = map(Path, sys.argv[1:])
for part, published, per_class in (("train", "train", 600), ("test", "t10k", 100)):
    images = np.frombuffer(
        gzip.open(source / f"{published}-images-idx3-ubyte.gz").read(), np.uint8, offset=16
    ).reshape(-1, 28, 28)
    labels = np.frombuffer(
        gzip.open(source / f"{published}-labels-idx1-ubyte.gz").read(), np.uint8, offset=8
    )
    kept = np.sort(np.concatenate([np.flatnonzero(labels == c)[:per_class] for c in range(10)]))
    column = images[kept].reshape(-1, 28)
    Image.fromarray(column).save(target / f"{part}-images.png", optimize=True)
    header = struct.pack(">II", 0x00000801, len(kept))
    (target / f"{part}-labels-idx1-ubyte").write_bytes(header + labels[kept].tobytes())
