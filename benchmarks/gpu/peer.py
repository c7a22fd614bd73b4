#!/usr/bin/env python3
"""Trains the same network with PyTorch, in each of the ways that its users have, and times it.

Reads what `GpuBenchmark files` wrote; appends a line of JSON for each way to a file, so that
nothing is lost where time runs out.

PyTorch's padding of 1 puts a row and a column before, where vae4j's `same` puts them after. On
images and kernels turned by half a turn that is the same network, number by number, so images and
kernels are turned before the clock starts.
"""

import argparse
import contextlib
import json
import math
import os
import signal
import sys
import time
import traceback

import numpy
import torch
from torch.nn import functional

PRECISIONS = ("float32", "tf32", "bf16")

# How the step's forward and backward pass are made; seconds that making one may take.
BUILDS = {"eager": 60, "compile": 90, "reduce-overhead": 90, "autotune": 150}

# Passes after which losses are compared, on the first workload.
LEVEL_EPOCHS = 5
LEAST_EPOCHS = 3


class Workload:
    """What is trained: a task, its initial weights, and the first steps' images and noise."""

    def __init__(self, folder, name):
        def read(suffix, kind):
            return numpy.fromfile(os.path.join(folder, name + suffix), dtype=kind)

        with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
            self.task = json.load(file)
        self.name = name
        self.batch = self.task["batch"]
        self.images = self.task["images"]
        self.latent = self.task["latent"]
        self.weights = read(".weights.f32", "<f4")
        self.indices = read(".indices.i32", "<i4").reshape(-1, self.batch)
        self.noise = read(".noise.f32", "<f4").reshape(-1, self.batch, self.latent)

    def parameters(self, channels_last):
        """The weights as PyTorch has them, by name with dots."""
        task = self.task
        shrinkage = 2 ** len(task["filters"])
        height, width = task["height"] // shrinkage, task["width"] // shrinkage
        filters = task["filters"][-1]
        # Channels last: features of an image stay in the order height, width, channel.
        order = (0, 1, 2) if channels_last else (2, 0, 1)
        result, offset = {}, 0
        for parameter in task["parameters"]:
            name, shape = parameter["name"], parameter["shape"]
            length = math.prod(shape)
            given = torch.from_numpy(self.weights[offset : offset + length].copy()).reshape(shape)
            offset += length
            if len(shape) == 4:
                theirs = given.permute(3, 2, 0, 1).flip(2, 3)
            elif name == "decoder/dense1/weights":
                features = given.reshape(-1, height, width, filters).flip(1, 2)
                theirs = features.permute(*(1 + axis for axis in order), 0).reshape(shape[1], -1)
            elif name == "decoder/dense1/bias":
                theirs = given.reshape(height, width, filters).flip(0, 1).permute(order).flatten()
            elif len(shape) == 2:
                features = given.reshape(height, width, filters, -1).flip(0, 1)
                theirs = features.permute(3, *order).reshape(shape[1], -1)
            else:
                theirs = given
            if len(shape) == 4 and channels_last:
                theirs = theirs.contiguous(memory_format=torch.channels_last)
            else:
                theirs = theirs.contiguous()
            result[name.replace("/", "_")] = theirs
        return result


class Network(torch.nn.Module):
    """From indices of a data set and noise to the objective: the mean loss in nats per image."""

    def __init__(self, workload, images, channels_last, half):
        super().__init__()
        # A buffer, whose place in memory compilers may rely on.
        self.register_buffer("images", images, persistent=False)
        self.task = workload.task
        self.channels_last = channels_last
        self.half_precision = half
        for name, value in workload.parameters(channels_last).items():
            self.register_parameter(name, torch.nn.Parameter(value))

    def layer(self, name):
        return getattr(self, name + "_weights"), getattr(self, name + "_bias")

    def forward(self, indices, noise):
        x = self.images.index_select(0, indices)
        with torch.autocast(
            x.device.type, torch.bfloat16, enabled=self.half_precision, cache_enabled=False
        ):
            mean, log_variance = self.encode(x)
            mean, log_variance = mean.float(), log_variance.float()
            # z = μ + e^{½ log σ²} · ε
            logits = self.decode(mean + (0.5 * log_variance).exp() * noise)
        reconstruction = functional.binary_cross_entropy_with_logits(
            logits.float(), x, reduction="sum"
        )
        # KL = −½ Σ (1 + log σ² − μ² − σ²)
        divergence = -0.5 * (1 + log_variance - mean * mean - log_variance.exp()).sum()
        return (reconstruction + self.task["beta"] * divergence) / indices.shape[0]

    def encode(self, x):
        for i in range(1, len(self.task["filters"]) + 1):
            x = functional.relu(functional.conv2d(x, *self.layer(f"encoder_conv{i}"), 2, 1))
        x = (x.permute(0, 2, 3, 1) if self.channels_last else x).flatten(1)
        mean = functional.linear(x, *self.layer("encoder_mean"))
        return mean, functional.linear(x, *self.layer("encoder_log_variance"))

    def decode(self, z):
        task = self.task
        count, filters = len(task["filters"]), task["filters"][-1]
        height, width = task["height"] >> count, task["width"] >> count
        x = functional.linear(z, *self.layer("decoder_dense1"))
        if self.channels_last:
            x = x.view(-1, height, width, filters).permute(0, 3, 1, 2)
        else:
            x = x.view(-1, filters, height, width)
        for i in range(1, count + 1):
            x = functional.relu(
                functional.conv_transpose2d(
                    x, *self.layer(f"decoder_conv_transpose{i}"), 2, 1, 1
                )
            )
        return functional.conv2d(x, *self.layer("decoder_output"), 1, 1)


class Training:
    """A network, its optimiser and the step on it."""

    def __init__(self, workload, images, channels_last, half):
        self.workload = workload
        self.device = device = images.device
        self.network = Network(
            workload, images[: workload.images], channels_last, half
        ).to(device)
        self.initial = [value.detach().clone() for value in self.network.parameters()]
        adam = workload.task["adam"]
        on_gpu = device.type == "cuda"
        self.optimizer = torch.optim.Adam(
            self.network.parameters(),
            lr=adam["learningRate"],
            betas=(adam["beta1"], adam["beta2"]),
            eps=adam["epsilon"],
            fused=on_gpu,
            capturable=on_gpu,
        )
        self.indices = torch.zeros(workload.batch, dtype=torch.int64, device=device)
        self.noise = torch.zeros(workload.batch, workload.latent, device=device)
        self.total = torch.zeros((), device=device)
        self.built = self.network
        self.marks_steps = False
        # A captured step, and the memory that it reads.
        self.graph = self.captured = None

    def build(self, kind):
        """Chooses how forward and backward pass are made."""
        self.marks_steps = kind == "reduce-overhead"
        if kind != "eager":
            torch._dynamo.reset()
            mode = {
                "compile": None,
                "reduce-overhead": "reduce-overhead",
                "autotune": "max-autotune-no-cudagraphs",
            }[kind]
            self.built = torch.compile(self.network, mode=mode, dynamic=False)

    def step(self):
        if self.marks_steps:
            torch.compiler.cudagraph_mark_step_begin()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.built(self.indices, self.noise)
        loss.backward()
        self.optimizer.step()
        self.total.add_(loss.detach())

    def capture(self):
        """Makes a CUDA graph of the whole step."""
        self.indices, self.noise = self.captured = self.indices.clone(), self.noise.clone()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.step()
        self.graph = graph

    def run(self, indices, noise):
        """A step, captured or not."""
        if self.graph is None:
            self.indices, self.noise = indices, noise
            self.step()
        else:
            for place, values in zip(self.captured, (indices, noise)):
                place.copy_(values)
            self.graph.replay()

    def reset(self):
        """As at the start, in the same memory."""
        with torch.no_grad():
            for value, initial in zip(self.network.parameters(), self.initial):
                value.copy_(initial)
            for state in self.optimizer.state.values():
                for value in state.values():
                    value.zero_()
        self.total.zero_()

    def first_losses(self):
        """The objectives of the first steps, on the given images and noise."""
        adam, device = self.workload.task["adam"], self.device
        losses = []
        for number, (indices, noise) in enumerate(
            zip(self.workload.indices, self.workload.noise), start=1
        ):
            # PyTorch adds ε to the corrected √v̂, vae4j to √v: the same by this. A captured step
            # has the ε of its capture, which matters to no digit that is compared.
            for group in self.optimizer.param_groups:
                group["eps"] = adam["epsilon"] / math.sqrt(1 - adam["beta2"] ** number)
            self.total.zero_()
            self.run(
                torch.from_numpy(indices.astype("int64")).to(device),
                torch.from_numpy(noise.copy()).to(device),
            )
            losses.append(self.total.item())
        for group in self.optimizer.param_groups:
            group["eps"] = adam["epsilon"]
        return losses

    def epoch(self):
        """A pass in an order of its own; its seconds and running mean of the objective."""
        batch, count, device = self.workload.batch, self.workload.images, self.device
        started = time.perf_counter()
        order = torch.randperm(count, device=device)
        noise = torch.randn(count, self.workload.latent, device=device)
        self.total.zero_()
        for start in range(0, count, batch):
            self.run(order[start : start + batch], noise[start : start + batch])
        mean = self.total.item() / (count // batch)
        return {"seconds": time.perf_counter() - started, "objective": mean}


def set_precision(precision):
    tf32 = precision == "tf32"
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32


@contextlib.contextmanager
def limit(seconds):
    """Ends what takes longer by a TimeoutError."""

    def ring(*_):
        raise TimeoutError(f"took more than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(1, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def kernels(training):
    """Kernels and copies of a step, as the profiler saw them."""
    from torch.profiler import ProfilerActivity, profile

    indices, noise = training.indices.clone(), training.noise.clone()
    training.run(indices, noise)
    torch.cuda.synchronize()
    with profile(activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA]) as profiler:
        training.run(indices, noise)
        torch.cuda.synchronize()
    annotations = ("Optimizer.", "ProfilerStep", "##", "Torch-Compiled", "CompiledFunction")
    return sum(
        event.device_type == torch.autograd.DeviceType.CUDA
        and not getattr(event, "is_user_annotation", False)
        and not event.name.startswith(annotations)
        for event in profiler.events()
    )


def measured_ceilings():
    """What this GPU reaches: bytes read and written by a copy, products of large matrices."""

    def seconds(action, repeats=5):
        action()
        times = []
        for _ in range(repeats):
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            action()
            end.record()
            torch.cuda.synchronize()
            times.append(start.elapsed_time(end) / 1e3)
        return sorted(times)[repeats // 2]

    source = torch.randn(1 << 28, device="cuda")
    target = torch.empty_like(source)
    result = {"bytesPerSecond": 2 * 4 * source.numel() / seconds(lambda: target.copy_(source))}
    del source, target
    size = 8192
    for precision in PRECISIONS:
        set_precision(precision)
        kind = torch.bfloat16 if precision == "bf16" else torch.float32
        a, b = (torch.randn(size, size, device="cuda").to(kind) for _ in range(2))
        result[precision] = 2 * size**3 / seconds(lambda: torch.mm(a, b))
    torch.cuda.empty_cache()
    return result


def environment(device):
    result = {"torch": torch.__version__, "python": sys.version.split()[0]}
    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(0)
        result.update(
            gpu=properties.name,
            multiprocessors=properties.multi_processor_count,
            memoryBytes=properties.total_memory,
            cuda=torch.version.cuda,
            cudnn=torch.backends.cudnn.version(),
        )
        with limit(60):
            result["measured"] = measured_ceilings()
    return result


class Session:
    """Runs all ways of all workloads, the most wanted ones first, until time is up."""

    def __init__(self, options):
        self.options = options
        self.device = torch.device(options.device)
        self.on_gpu = self.device.type == "cuda"
        self.end = time.monotonic() + options.seconds
        self.workloads = [Workload(options.inputs, name) for name in options.workloads]
        task = self.workloads[0].task
        images = numpy.fromfile(os.path.join(options.inputs, "images.u8"), dtype="u1")
        images = images.reshape(-1, task["height"], task["width"], task["channels"])
        turned = torch.from_numpy(images).permute(0, 3, 1, 2).flip(2, 3)
        self.images = turned.to(self.device).float().div_(255).contiguous()
        self.fastest_layout = {}
        self.to_count = []

    def write(self, line):
        with open(self.options.out, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def left(self):
        return self.end - time.monotonic()

    def run(self):
        try:
            self.write({"environment": environment(self.device)})
        except Exception as e:
            self.write({"environment": {"torch": torch.__version__, "failure": one_line(e)}})
        for kind in self.options.builds:
            for workload in self.workloads:
                for precision in self.options.precisions:
                    # Both layouts where it is cheap, then the one that was faster.
                    layouts = (False, True) if kind == "eager" else (None,)
                    for channels_last in layouts:
                        if channels_last is None:
                            channels_last = self.layout(workload, precision)
                        self.measure(kind, workload, precision, channels_last)
        self.count()

    def layout(self, workload, precision):
        times = self.fastest_layout.get((workload.name, precision), {})
        return min(times, key=times.get, default=self.on_gpu)

    def measure(self, kind, workload, precision, channels_last):
        """One way of making the step: as it stands, then as one CUDA graph."""
        captures = [False, True] if self.on_gpu and kind != "reduce-overhead" else [False]
        # Launched one by one, small kernels take the same time in any layout.
        if kind == "eager" and channels_last and self.on_gpu:
            captures = [True]
        line = {
            "name": workload.name,
            "precision": precision,
            "layout": "channels last" if channels_last else "contiguous",
            "mode": kind,
        }
        training = None
        for captured in captures:
            line["mode"] = mode_name(kind, captured)
            if captured and training is None and len(captures) > 1:
                continue
            if self.left() < (5 if kind == "eager" else 15):
                self.write({**line, "failure": "no time was left"})
                continue
            started = time.perf_counter()
            try:
                with limit(min(BUILDS[kind], self.left())):
                    if training is None:
                        set_precision(precision)
                        training = Training(
                            workload, self.images, channels_last, precision == "bf16"
                        )
                        training.build(kind)
                        training.step()
                    if captured:
                        training.capture()
                    training.reset()
                    first = training.first_losses()
                    training.reset()
                    ready = time.perf_counter() - started
                    epochs = self.epochs(training, workload)
                timed = sorted(epoch["seconds"] for epoch in epochs[1:])
                seconds = timed[len(timed) // 2]
                if kind == "eager":
                    times = self.fastest_layout.setdefault((workload.name, precision), {})
                    times[channels_last] = seconds
                self.write({**line, "readySeconds": ready, "firstLosses": first, "epochs": epochs})
                print(f"{describe(line)}: {1e3 * seconds * workload.batch / workload.images:.3f} "
                      f"ms a step, ready after {ready:.1f} s", flush=True)
                if workload is self.workloads[0]:
                    self.to_count.append((line.copy(), training, training.graph))
            except Exception as e:
                traceback.print_exc()
                self.write({**line, "failure": one_line(e)})
                if not captured:
                    training = None
                self.require_sound_device()
        # What the caching allocator keeps for this training is of no use to the next.
        if self.on_gpu and workload is not self.workloads[0]:
            del training
            torch.cuda.empty_cache()

    def epochs(self, training, workload):
        """A pass to warm up, then passes until the times are worth a median."""
        least = LEVEL_EPOCHS if workload is self.workloads[0] else LEAST_EPOCHS
        epochs, spent = [], 0
        while len(epochs) < 2 or (
            len(epochs) < self.options.epochs
            and (len(epochs) < least or spent < self.options.timed_seconds)
        ):
            epochs.append(training.epoch())
            spent += epochs[-1]["seconds"] if len(epochs) > 1 else 0
        return epochs

    def require_sound_device(self):
        """A GPU on which a kernel failed is of no use to this process any more."""
        if self.on_gpu:
            try:
                torch.cuda.synchronize()
            except Exception as e:
                sys.exit(f"the GPU does not go on: {one_line(e)}")

    def count(self):
        """Last, since the profiler slows down what comes after it."""
        if not self.on_gpu:
            return
        for line, training, graph in self.to_count:
            # Those that are compiled have the same kernels in a graph, and are lost to the compiler.
            if self.left() < 3 or (graph is None and line["mode"] != "eager"):
                continue
            try:
                set_precision(line["precision"])
                training.graph = graph
                with limit(20):
                    number = kernels(training)
                self.write({**line, "kernels": number} if number else line)
            except Exception as e:
                traceback.print_exc()
                self.write({**line, "kernelsFailure": one_line(e)})
                self.require_sound_device()


def mode_name(kind, captured):
    if not captured:
        return kind
    return "graph" if kind == "eager" else kind + " + graph"


def describe(line):
    return f"{line['name']}, {line['precision']}, {line['mode']}, {line['layout']}"


def one_line(problem):
    text = str(problem).strip().split("\n")[0]
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", help="folder that GpuBenchmark files wrote")
    parser.add_argument("out", help="file to which lines of JSON are appended")
    parser.add_argument("workloads", nargs="+", help="names of the workloads' files")
    parser.add_argument("--device", default="cuda", help="cuda or cpu")
    parser.add_argument("--seconds", type=float, default=240, help="the longest it may take")
    parser.add_argument("--epochs", type=int, default=30, help="most passes, at least 2")
    parser.add_argument("--timed-seconds", type=float, default=0.5, help="passes are timed so long")
    parser.add_argument("--precisions", type=lambda text: text.split(","), default=PRECISIONS)
    parser.add_argument("--builds", type=lambda text: text.split(","), default=list(BUILDS))
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.exit("PyTorch finds no GPU")
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    Session(options).run()


if __name__ == "__main__":
    main()
