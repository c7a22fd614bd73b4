#!/usr/bin/env python3
"""Tests of the scripts beside it that need neither PyTorch nor a GPU."""

import hashlib
import json
import os
import tempfile
import unittest
import zipfile

import ceilings
import libraries
import parts
import summary


class InFolder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))


class PartsTest(InFolder):
    def packed(self):
        os.makedirs(self.path("all", "jars"))
        self.noise = os.urandom(10_000)
        with open(self.path("all", "noise"), "wb") as file:
            file.write(self.noise)
        os.chmod(self.path("all", "noise"), 0o755)
        with zipfile.ZipFile(self.path("all", "jars", "a.jar"), "w", zipfile.ZIP_DEFLATED) as jar:
            jar.writestr("a/B.class", "text " * 100)
        return parts.pack(self.path("all"), self.path("target"), {"commit": "c"}, 4_000)

    def test_no_part_is_longer_than_it_may_be_and_the_manifest_tells_their_sums(self):
        manifest = self.packed()
        self.assertEqual(manifest["commit"], "c")
        self.assertGreaterEqual(len(manifest["parts"]), 3)
        for part in manifest["parts"]:
            with open(self.path("target", part["name"]), "rb") as file:
                data = file.read()
            self.assertLessEqual(len(data), 4_000)
            self.assertEqual(len(data), part["bytes"])
            self.assertEqual(hashlib.sha256(data).hexdigest(), part["sha256"])

    def test_what_is_unpacked_is_what_was_packed(self):
        self.packed()
        parts.unpack(self.path("target"), self.path("again"))
        with open(self.path("again", "noise"), "rb") as file:
            self.assertEqual(file.read(), self.noise)
        self.assertTrue(os.access(self.path("again", "noise"), os.X_OK))
        with zipfile.ZipFile(self.path("again", "jars", "a.jar")) as jar:
            self.assertEqual(jar.read("a/B.class"), b"text " * 100)
            self.assertEqual(jar.getinfo("a/B.class").compress_type, zipfile.ZIP_STORED)

    def test_damaged_short_and_missing_parts_are_told(self):
        self.packed()
        part = self.path("target", "part-01")
        with open(part, "r+b") as file:
            file.seek(50)
            byte = file.read(1)
            file.seek(50)
            file.write(bytes([byte[0] ^ 1]))
        with self.assertRaises((SystemExit, parts.lzma.LZMAError)):
            parts.unpack(self.path("target"), self.path("again"))
        with open(part, "r+b") as file:
            file.truncate(100)
        with self.assertRaisesRegex(SystemExit, "must have 4000 bytes, has 100"):
            parts.unpack(self.path("target"), self.path("again"))
        os.remove(part)
        with self.assertRaisesRegex(SystemExit, "part-01 is missing"):
            parts.unpack(self.path("target"), self.path("again"))


class LibrariesTest(InFolder):
    def test_those_inside_pytorch_come_before_the_systems(self):
        self.write("site/nvidia/cu13/lib/libcudart.so.13", "")
        self.write("site/nvidia/cu13/lib/libcublas.so.13", "")
        self.write("site/nvidia/cu13/lib/libcublasLt.so.13", "")
        self.write("site/nvidia/cudnn/lib/libcudnn.so.9", "")
        self.write("site/nvidia/nvjitlink/lib/libnvJitLink.so.13", "")
        self.write("system/libcudart.so.13", "")
        self.write("driver/libcuda.so.1", "")
        found, missing = libraries.find(
            [self.path("site")], [self.path("sys*")], [self.path("driver")], {"libcudart.so.13"}
        )
        inside = [self.path("site", "nvidia", name, "lib") for name in ("cu13", "cudnn", "nvjitlink")]
        self.assertEqual(found, inside + [self.path("driver")])
        self.assertEqual(missing, [])

    def test_what_the_loader_finds_needs_no_folder(self):
        known = {*libraries.WANTED, libraries.DRIVER}
        self.assertEqual(libraries.find([], [], [], known), ([], []))

    def test_what_is_nowhere_is_named(self):
        self.write("system/libcudart.so.13", "")
        found, missing = libraries.find([], [self.path("sys*")], [], {libraries.DRIVER})
        self.assertEqual(found, [self.path("system")])
        self.assertEqual(missing, ["libcublas.so.13", "libcublasLt.so.13", "libcudnn.so.9"])


class CeilingsTest(unittest.TestCase):
    def test_the_network_has_as_many_parameters_as_keras_says(self):
        self.assertEqual(ceilings.parameters([32, 64, 128]), 347_141)

    def test_operations_of_a_network_that_is_reckoned_by_hand(self):
        # One filter: 16² outputs of 9 products, two heads of 2 · 256, 2 · 256, 16² inputs of 9, 32² of 9.
        forward = 2304 + 1024 + 512 + 2304 + 9216
        self.assertEqual(ceilings.operations([1], 10), 2 * 10 * (3 * forward - 2304))

    def test_bfloat16_moves_half_the_activations(self):
        single = ceilings.memory_bytes([32, 64, 128], 4096, "float32")
        half = ceilings.memory_bytes([32, 64, 128], 4096, "bf16")
        self.assertAlmostEqual(half / single, 0.5, delta=0.01)

    def test_names_that_drivers_tell(self):
        for name, memory in (
            ("NVIDIA H100 80GB HBM3", 3350e9),
            ("NVIDIA H100 PCIe", 2000e9),
            ("NVIDIA H200", 4800e9),
            ("NVIDIA GH200 480GB", 4000e9),
            ("NVIDIA A100-SXM4-80GB", 2039e9),
            ("NVIDIA A100-SXM4-40GB", 1555e9),
            ("NVIDIA A100 80GB PCIe", 1935e9),
            ("NVIDIA A10", 600e9),
            ("NVIDIA B200", 7700e9),
            ("NVIDIA L4", 300e9),
            ("NVIDIA GeForce RTX 5090", 1792e9),
        ):
            self.assertEqual(ceilings.peaks(name)["memory"], memory, name)
        self.assertIsNone(ceilings.peaks("host without a GPU"))


class SummaryTest(InFolder):
    NAME = "32-64-128-batch-100"

    def line(self, seconds, **more):
        losses = ((700, 1), (300, 10), (280, 10.2), (265, 10.4), (261, 5.1), (260, 5.2))
        epochs = [
            {
                "seconds": seconds,
                "reconstruction": reconstruction,
                "kl": kl,
                "objective": reconstruction + 2.048 * kl,
                "freeBytes": 1 << 30,
            }
            for reconstruction, kl in losses
        ]
        return {"name": self.NAME, "precision": "float32", "firstLosses": [700.0, 699.0],
                "epochs": epochs, **more}

    def peer_line(self, mode, seconds, **more):
        return {**self.line(seconds), "mode": mode, "layout": "contiguous", **more}

    def run_summary(self):
        self.write("out/log.txt", "")
        self.write("manifest.json", {"commit": "c", "data": "fashion-mnist", "parts": []})
        code = summary.main(
            self.path("results"), self.path("manifest.json"), self.path("out"), "run"
        )
        with open(self.path("out", "results.json"), encoding="utf-8") as file:
            return code, json.load(file)

    def test_ratios_shares_and_targets(self):
        self.write(f"results/ours/{self.NAME}.float32.json",
                   self.line(0.15, images=60_000, kernels=65))
        self.write(f"results/ours/{self.NAME}.float32.code", "0 5")
        lines = [
            {"environment": {"gpu": "NVIDIA H100 80GB HBM3", "torch": "2"}},
            self.peer_line("eager", 1.35),
            self.peer_line("graph", 0.3),
            self.peer_line("compile + graph", 0.165),
            {"name": self.NAME, "precision": "float32", "mode": "eager", "layout": "contiguous",
             "kernels": 120},
            {"name": self.NAME, "precision": "float32", "mode": "compile", "layout": "contiguous",
             "failure": "TimeoutError: took more than 90 s"},
        ]
        self.write("results/peer.jsonl", "\n".join(map(json.dumps, lines)))
        self.write("results/peer.code", "0")
        code, document = self.run_summary()
        self.assertEqual(code, 0)
        row = document["rows"][0]
        self.assertAlmostEqual(row["stepMilliseconds"], 0.25)
        self.assertAlmostEqual(row["timesEager"], 9)
        self.assertAlmostEqual(row["timesBest"], 1.1)
        self.assertEqual(row["bestMode"], "compile + graph, contiguous")
        self.assertEqual(row["peerKernels"], {"eager, contiguous": 120})
        # 8.7072768 · 10⁹ operations in 0.25 ms of 67 · 10¹² a second.
        self.assertAlmostEqual(row["arithmeticShare"], 8.7072768e9 / 0.25e-3 / 67e12)
        reached = {text.split(": ", 1)[1].split(",")[0]: good for text, good in document["targets"]}
        self.assertTrue(reached["9.0 times PyTorch eager"])
        self.assertFalse(reached["1.10 times PyTorch's best (compile + graph"])
        self.assertTrue(reached["an epoch in 0.150 s"])
        # (261 + 2.048 · 5.1) · 500 / 1024 = 132.54.
        self.assertTrue(reached["after 5 epochs total 132.54"])
        self.assertTrue(reached["first losses at most 0.0e+00 from PyTorch's"])

    def test_memory_that_grows_is_seen(self):
        def sample(steps, free):
            return {"steps": steps, "freeBytes": free, "residentBytes": 0, "heapBytes": 0}

        for grown, flat in ((0, True), (2 << 20, False)):
            samples = [sample(0, 80 << 30), sample(600, 79 << 30), sample(20400, (79 << 30) - grown)]
            self.write("results/memory.json",
                       {"name": self.NAME, "steps": 20_000, "samples": samples})
            self.write("results/memory.code", "0")
            code, document = self.run_summary()
            self.assertEqual(code, 0)
            self.assertEqual(document["memory"]["heldBytes"], (1 << 30) + grown)
            self.assertEqual(document["targets"][0][1], flat)

    def test_what_failed_says_why(self):
        self.write(f"results/ours/{self.NAME}.tf32.code", "1 3")
        self.write("results/memory.code", "124")
        self.write("results/peer.code", "1")
        self.write("out/log.txt", "")
        log = (f"$ java -XX:ErrorFile=x time {self.NAME}.tf32.json 32,64,128/100\n"
               "java.lang.IllegalStateException: backend cuda is unavailable: no driver\n"
               "\tat vae4j\n\n$ python peer.py inputs\nPyTorch finds no GPU\n  12 s  done\n")
        self.write("manifest.json", {})
        self.write("out/log.txt", log)
        code = summary.main(
            self.path("results"), self.path("manifest.json"), self.path("out"), "run"
        )
        self.assertEqual(code, 1)
        with open(self.path("out", "summary.md"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("IllegalStateException: backend cuda is unavailable: no driver", text)
        self.assertIn("- not measured: PyTorch: PyTorch finds no GPU\n", text)
        self.assertIn("- not measured: memory: took too long\n", text)

    def report(self, group, cases):
        self.write(f"results/tests/{group}/TEST-junit-jupiter.xml",
                   f"<testsuite>{''.join(cases)}</testsuite>")
        self.write(f"results/tests/{group}.code", "0")

    def test_tests_are_counted_and_those_on_the_gpu_apart(self):
        def case(name, inside=""):
            shown = f"<system-out>display-name: JUnit > A > t() > {name}</system-out>"
            return f'<testcase name="t()" classname="A">{inside}{shown}</testcase>'

        self.report("kernels", [
            case("[1] provider=nd4j, type=FLOAT"),
            case("[2] provider=cuda, type=FLOAT"),
            case("[3] provider=cuda, type=DOUBLE", '<failure message="1.0 was\n2.0"/>'),
            case("[4] provider=cuda", "<skipped>Assumption failed: no at org.junit.X</skipped>"),
        ])
        self.report("gradients", [case("nd4j, batch 1, dense, cuda")])
        code, document = self.run_summary()
        self.assertEqual(code, 1)
        kernels = document["tests"]["kernels"]
        self.assertEqual([kernels[key] for key in ("passed", "failed", "skipped", "onGpu")],
                         [2, 1, 1, 2])
        self.assertEqual(kernels["failures"], [{"test": "A: t()", "message": "1.0 was 2.0"}])
        self.assertEqual(kernels["skippedReasons"], {"no": 1})
        self.assertEqual(document["tests"]["gradients"]["problem"],
                         "the GPU backend was not among those tested")


if __name__ == "__main__":
    unittest.main()
