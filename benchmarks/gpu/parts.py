#!/usr/bin/env python3
"""Packs a folder into parts of a size that travels, and unpacks it again.

    parts.py pack FOLDER TARGET     writes TARGET/part-00, part-01, … and TARGET/manifest.json
    parts.py unpack TARGET FOLDER   checks sizes and SHA-256, then writes FOLDER
"""

import hashlib
import io
import json
import lzma
import os
import shutil
import sys
import tarfile
import zipfile

# Under 60 MiB with the sources of vae4j, which may travel along.
PART_BYTES = 48 << 20
MANIFEST = "manifest.json"

# Higher ones save a few per cent and take minutes.
PRESET = 3


class Parts(io.RawIOBase):
    """A stream that goes into one file after another."""

    def __init__(self, target, part_bytes):
        super().__init__()
        self.target, self.part_bytes = target, part_bytes
        self.files, self.file, self.digest, self.bytes = [], None, None, 0

    def writable(self):
        return True

    def write(self, data):
        data = memoryview(data).cast("B")
        place = 0
        while place < len(data):
            if self.file is None:
                self.name = f"part-{len(self.files):02d}"
                self.file = open(os.path.join(self.target, self.name), "wb")
                self.digest, self.bytes = hashlib.sha256(), 0
            some = data[place : place + self.part_bytes - self.bytes]
            self.file.write(some)
            self.digest.update(some)
            self.bytes += len(some)
            place += len(some)
            if self.bytes == self.part_bytes:
                self.end_part()
        return len(data)

    def end_part(self):
        if self.file is not None:
            self.file.close()
            self.file = None
            self.files.append(
                {"name": self.name, "bytes": self.bytes, "sha256": self.digest.hexdigest()}
            )

    def close(self):
        self.end_part()
        super().close()


class Joined(io.RawIOBase):
    """Reads the parts one after another and checks each."""

    def __init__(self, target, parts):
        super().__init__()
        self.target, self.parts = target, iter(parts)
        self.part = self.file = None

    def readable(self):
        return True

    def readinto(self, buffer):
        while True:
            if self.file is None:
                self.part = next(self.parts, None)
                if self.part is None:
                    return 0
                path = os.path.join(self.target, self.part["name"])
                if not os.path.isfile(path):
                    sys.exit(f"{path} is missing")
                if os.path.getsize(path) != self.part["bytes"]:
                    sys.exit(
                        f"{path} must have {self.part['bytes']} bytes, has {os.path.getsize(path)}"
                    )
                self.file, self.digest = open(path, "rb"), hashlib.sha256()
            count = self.file.readinto(buffer)
            if count:
                self.digest.update(memoryview(buffer)[:count])
                return count
            self.file.close()
            self.file = None
            if self.digest.hexdigest() != self.part["sha256"]:
                sys.exit(f"{self.part['name']} is damaged: its SHA-256 is not the manifest's")


def stored(jar):
    """Rewrites a jar without compression: all jars together are packed better than each alone."""
    spare = jar + ".new"
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(spare, "w", zipfile.ZIP_STORED) as new:
        seen = set()
        for entry in old.infolist():
            if entry.filename not in seen:
                seen.add(entry.filename)
                new.writestr(entry.filename, old.read(entry))
    os.replace(spare, jar)


def pack(folder, target, facts, part_bytes=PART_BYTES):
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".jar"):
                stored(os.path.join(place, name))
    os.makedirs(target, exist_ok=True)
    for name in os.listdir(target):
        if name.startswith("part-") or name == MANIFEST:
            os.remove(os.path.join(target, name))
    parts = Parts(target, part_bytes)
    with lzma.open(parts, "wb", preset=PRESET) as packed:
        with tarfile.open(fileobj=packed, mode="w|") as archive:
            archive.add(folder, arcname=".")
    parts.close()
    manifest = {**facts, "parts": parts.files}
    with open(os.path.join(target, MANIFEST), "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1)
        file.write("\n")
    return manifest


def unpack(target, folder):
    with open(os.path.join(target, MANIFEST), encoding="utf-8") as file:
        manifest = json.load(file)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    joined = io.BufferedReader(Joined(target, manifest["parts"]), 1 << 20)
    with lzma.open(joined, "rb") as packed:
        with tarfile.open(fileobj=packed, mode="r|") as archive:
            # Newer Pythons want to be told how far an archive is trusted.
            trust = {"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}
            archive.extractall(folder, **trust)


if __name__ == "__main__":
    if len(sys.argv) >= 4 and sys.argv[1] == "pack":
        # Facts for the manifest follow as NAME=VALUE.
        written = pack(*sys.argv[2:4], dict(word.split("=", 1) for word in sys.argv[4:]))
        for part in written["parts"]:
            print(f"{part['name']}  {part['bytes'] / (1 << 20):.1f} MiB  {part['sha256']}")
    elif len(sys.argv) == 4 and sys.argv[1] == "unpack":
        unpack(*sys.argv[2:4])
    else:
        sys.exit(__doc__)
