#!/usr/bin/env python3
"""Prints the folders of CUDA 13's libraries, one a line: those inside an installed PyTorch, else the
system's. Nothing where the system's loader finds them anyway."""

import glob
import os
import site
import subprocess
import sys

# What vae4j loads by name.
WANTED = ("libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13", "libcudnn.so.9")
DRIVER = "libcuda.so.1"
DRIVER_FOLDERS = ("/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/wsl/lib")
SYSTEM_FOLDERS = ("/usr/local/cuda-13*/lib64", "/usr/local/cuda/lib64", "/opt/cuda/lib64")


def packages():
    """Folders of installed packages, those that Python itself looks in first."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    folders += site.getsitepackages() + [site.getusersitepackages()]
    return list(dict.fromkeys(folders))


def known_to_loader():
    """Names of the libraries that the system's loader finds by itself."""
    try:
        output = subprocess.run(
            ["ldconfig", "-p"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return set()
    return {line.split()[0] for line in output.splitlines() if "=>" in line}


def holding(folders, name):
    return next((folder for folder in folders if os.path.exists(os.path.join(folder, name))), None)


def find(package_folders, system_folders, driver_folders, known):
    """The folders to add for what is wanted, and the names of what is nowhere."""
    inside = [
        folder
        for package in package_folders
        for folder in sorted(glob.glob(os.path.join(package, "nvidia", "*", "lib")))
    ]
    system = [folder for pattern in system_folders for folder in sorted(glob.glob(pattern))]
    found, missing = [], []
    for name in WANTED:
        folder = holding(inside, name)
        if folder is None and name not in known:
            folder = holding(system, name)
        if folder is not None:
            found.append(folder)
        elif name not in known:
            missing.append(name)
    if any(folder in inside for folder in found):
        # What those libraries load in turn, such as NVRTC, comes with the same PyTorch.
        found += [folder for folder in inside if glob.glob(os.path.join(folder, "*.so*"))]
    driver = None if DRIVER in known else holding(driver_folders, DRIVER)
    if driver is not None:
        found.append(driver)
    return list(dict.fromkeys(found)), missing


if __name__ == "__main__":
    present, absent = find(packages(), SYSTEM_FOLDERS, DRIVER_FOLDERS, known_to_loader())
    print("\n".join(present))
    if absent:
        print("not found: " + ", ".join(absent), file=sys.stderr)
