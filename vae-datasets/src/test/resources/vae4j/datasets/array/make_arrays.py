"""Writes the NumPy files of ArraySetsTest and NpzFileTest. Run in this folder; made with numpy 1.24.2.

Pixel k of an array, counted in C order over all of it, is k * 37 % 256, or that / 256 in a float array.
"""

import io
import zipfile

import numpy as np


def pixels(*shape):
    return (np.arange(np.prod(shape), dtype=np.int64) * 37 % 256).astype("u1").reshape(shape)


# As Keras's mnist.npz.
np.savez_compressed(
    "digits.npz",
    x_train=pixels(12, 5, 6),
    y_train=np.array([3, 7] * 6, "u1"),
    x_test=pixels(4, 5, 6),
    y_test=np.array([7, 9, 3, 7], "u1"),
)

# As dsprites_ndarray_co1sh3sc6or40x32y32_64x64.npz, with fewer values of each factor.
counts = (1, 3, 2, 2, 3, 2)
classes = np.array(np.unravel_index(np.arange(np.prod(counts)), counts), dtype="<i8").T
images = np.zeros((len(classes), 8, 8), "u1")
for i, (_, shape, scale, _, x, y) in enumerate(classes):
    images[i, y * 3 : y * 3 + 3 + scale, x * 2 : x * 2 + 2 + shape] = 1
np.savez_compressed(
    "sprites.npz",
    metadata=np.array({"title": "small", "latents_sizes": counts}, dtype=object),
    imgs=images,
    latents_classes=classes,
    latents_values=classes.astype("<f8") / 2,
)
order = np.random.RandomState(1).permutation(len(classes))
np.savez("shuffled.npz", imgs=images[order], latents_classes=classes[order])

np.savez("colours.npz", data=pixels(20, 3, 5, 4), y=np.arange(20)[:, None] % 3, note=np.array("n"))
np.savez("several.npz", a=pixels(3, 4, 4), b=pixels(5, 4, 4), labels=np.arange(5))
np.savez("objects.npz", images=np.array([pixels(4, 4), pixels(5, 4)], dtype=object))
np.save("grey.npy", pixels(10, 4, 6))
np.save("fortran.npy", np.asfortranarray(pixels(10, 4, 6)))
np.save("rgb.npy", pixels(10, 4, 6, 3))
np.save("flat.npy", pixels(10, 16))
np.save("floats.npy", pixels(10, 4, 6).astype(">f8") / 256)
np.save("binary.npy", (pixels(10, 4, 6) > 100).astype("u1"))
np.save("objects.npy", np.array([{"a": 1}], dtype=object))

# Little that says it holds 2^50 bytes.
header = io.BytesIO()
np.lib.format.write_array_header_1_0(
    header, {"descr": "|u1", "fortran_order": False, "shape": (1 << 50,)}
)
with zipfile.ZipFile("bomb.npz", "w") as bomb:
    bomb.writestr("x.npy", header.getvalue())
    bomb.infolist()[0].file_size = len(header.getvalue()) + (1 << 50)
