"""Writes npy.properties: NumPy array files in hexadecimal. Needs numpy; made with 1.24.2.

The numbers in them stand in NpyTypeTest and NpyHeaderTest.
"""

import io
import sys

import numpy as np
from numpy.lib import format as npy


def file(array, version=None):
    out = io.BytesIO()
    npy.write_array(out, array, version=version, allow_pickle=True)
    return out.getvalue().hex()


codes = np.zeros(2, [("mean", "<f4", (3,)), ("log_variance", "<f4", (3,)), ("label", "<i4")])
codes["mean"] = [[1, 2, 3], [4, 5, 6]]
codes["log_variance"] = [[-1, -2, -3], [-4, -5, -6]]
codes["label"] = [7, -1]
files = {
    "b1": np.array([False, True, True, False]),
    "u1": np.array([0, 1, 200, 255], "u1"),
    "i1": np.array([0, 1, -128, 127], "i1"),
    "u2": np.array([0, 1, 40000, 65535], "<u2"),
    "i2": np.array([0, 1, -32768, 32767], ">i2"),
    "u4": np.array([0, 1, 3000000000, 16777215], ">u4"),
    "i4": np.array([0, 1, -2147483648, 16777215], "<i4"),
    "u8": np.array([0, 1, 2**40, 2**63], "<u8"),
    "i8": np.array([0, 1, -(2**40), 2**62], ">i8"),
    "f2": np.array([0, 1, -0.333251953125, 65504, 5.960464477539063e-08, np.inf, np.nan], "<f2"),
    "f4": np.array([0, 1, -0.25, 3.5e38], "<f4"),
    "F4": np.array([0, 1, -0.25, 0.1], ">f4"),
    "f8": np.array([0, 1, -0.25, 0.1], "<f8"),
    "matrix": np.arange(12, dtype="<f4").reshape(3, 4),
    "fortran": np.asfortranarray(np.arange(6, dtype="<f4").reshape(2, 3)),
    "scalar": np.array(2.5, "<f4"),
    "codes": codes,
    "text": np.array(["a", "boot"]),
    "objects": np.array([{"a": 1}], dtype=object),
}
with open("npy.properties", "w", encoding="ascii") as out:
    for name, array in files.items():
        out.write(f"{name}={file(array)}\n")
    out.write(f"version2={file(files['matrix'], (2, 0))}\n")
    named = np.array([(1.5,)], [("größe", "<f4")])
    out.write(f"version3={file(named, (3, 0))}\n")
