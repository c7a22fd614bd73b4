#!/usr/bin/env python3
"""Puts together what `run` measured: results.json and summary.md, which it prints.

    summary.py RESULTS MANIFEST OUT COMMAND
"""

import glob
import json
import os
import re
import statistics
import sys
import xml.etree.ElementTree

import ceilings

# Of `gdl-vae` in its fifth epoch on Fashion-MNIST, running means in nats · 500/1024: published, and measured
# again; four public logs of Keras give a total of 132.70 ± 0.33.
BAND = {"total": (131.7, 133.7), "reconstruction": (126.6, 128.6), "kl": (4.9, 5.3)}
BAND_SCALE = 500 / 1024
WHOLE_SET = 60_000
LEVEL_EPOCHS = 5

TIMES_EAGER, TIMES_BEST = 8, 1.2
EPOCH_SECONDS, EPOCH_SECONDS_AIM = 0.2, 0.1
FLAT_BYTES = 1 << 20

# Groups of tests that run on each backend that is available, and how they name this one.
OF_EVERY_BACKEND = ("kernels", "models", "gradients")
ON_GPU = re.compile(r"display-name:.*(provider=|> |\] )cuda\b")

# Failures of a group that are printed.
SHOWN = 20

# How far the losses of the first steps may lie apart, as a share.
TOLERANCE = {"float32": 1e-3, "tf32": 5e-3, "bf16": 2e-2}


def read_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def read_text(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def ending(code):
    code = int(code)
    if code in (124, 137):
        return "took too long"
    return f"ended by signal {code - 128}" if code > 128 else f"ended with code {code}"


def tests(folder):
    """Of each group of tests: counts, and the failures' names and messages."""
    result = {}
    for code_file in sorted(glob.glob(os.path.join(folder, "*.code")), key=os.path.getmtime):
        name = os.path.basename(code_file)[: -len(".code")]
        code = int(read_text(code_file).split()[0])
        group = {"passed": 0, "skipped": 0, "failed": 0, "onGpu": 0}
        group.update(failures=[], skippedReasons={})
        reports = glob.glob(os.path.join(folder, name, "TEST-*.xml"))
        for report in reports:
            for case in xml.etree.ElementTree.parse(report).iter("testcase"):
                problem = case.find("failure")
                problem = case.find("error") if problem is None else problem
                skipped = case.find("skipped")
                if skipped is None:
                    group["onGpu"] += ON_GPU.search(case.findtext("system-out") or "") is not None
                if problem is not None:
                    group["failed"] += 1
                    message = problem.get("message") or problem.text or problem.get("type") or ""
                    group["failures"].append(
                        {
                            "test": f"{case.get('classname')}: {case.get('name')}",
                            "message": " ".join(message.split())[:300],
                        }
                    )
                elif skipped is not None:
                    group["skipped"] += 1
                    reason = " ".join((skipped.text or "no reason").split())
                    reason = reason.split("Assumption failed: ")[-1].split(" at org.junit")[0][:160]
                    reasons = group["skippedReasons"]
                    reasons[reason] = reasons.get(reason, 0) + 1
                else:
                    group["passed"] += 1
        if not reports:
            group["problem"] = f"{ending(code)}, without a report"
        elif code not in (0, 1):
            group["problem"] = ending(code)
        elif group["passed"] == 0 and group["failed"] == 0 and group["skipped"] == 0:
            group["problem"] = "no test ran"
        elif name in OF_EVERY_BACKEND and group["onGpu"] == 0:
            group["problem"] = "the GPU backend was not among those tested"
        result[name] = group
    return result


def reason_in_log(log, marker, first=True):
    """The first exception after the last command that has the marker in it; else the last line."""
    text = log[log.rfind(marker) :] if marker in log else ""
    lines = [line.strip()[:300] for line in text.split("\n$ ")[0].splitlines()[1:] if line.strip()]
    problems = [line for line in lines if "Exception" in line or "Error" in line]
    # What `run` says itself begins with the seconds.
    lines = [line for line in lines if not re.match(r"\d+ s  ", line)]
    return problems[0] if problems and first else lines[-1] if lines else ""


def ours(folder, log):
    """Lines of vae4j by workload and precision; those that failed with why.

    With them, by the same, those of its own kernels alone.
    """
    result, own = {}, {}
    for code_file in glob.glob(os.path.join(folder, "*.code")):
        key = os.path.basename(code_file)[: -len(".code")]
        name, precision, *variant = key.split(".")
        line = read_json(code_file[: -len("code")] + "json")
        if line is None:
            code = read_text(code_file).split()[0]
            reason = reason_in_log(log, f"{key}.json")
            line = {"failure": reason or ending(code)}
        (own if variant else result)[name, precision] = line
    return result, own


def peer(path):
    """PyTorch's environment, and its lines by workload and precision."""
    environment, result = {}, {}
    for text in read_text(path).splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if "environment" in line:
            environment = line["environment"]
            continue
        lines = result.setdefault((line["name"], line["precision"]), {})
        # The count of kernels comes as a line of its own.
        lines.setdefault((line["mode"], line["layout"]), {}).update(line)
    return environment, result


def seconds(line):
    """The median of the epochs but the first; None where there is none."""
    times = [epoch["seconds"] for epoch in (line or {}).get("epochs", [])[1:]]
    return statistics.median(times) if times else None


def level(line):
    epochs = (line or {}).get("epochs", [])
    return epochs[LEVEL_EPOCHS - 1]["objective"] if len(epochs) >= LEVEL_EPOCHS else None


def difference(a, b):
    """The largest between two lists of first losses, as a share; None where one is missing."""
    pairs = list(zip((a or {}).get("firstLosses", []), (b or {}).get("firstLosses", [])))
    return max((abs(x - y) / abs(y) for x, y in pairs), default=None)


def row(name, precision, mine, lines, gpu):
    """One workload in one precision."""
    *filters, _, batch = name.split("-")
    filters, batch = [int(word) for word in filters], int(batch)
    timed = {key: seconds(line) for key, line in lines.items() if seconds(line) is not None}
    eager = {key: value for key, value in timed.items() if key[0] == "eager"}
    best = min(timed, key=timed.get, default=None)
    steps = mine["images"] // batch if mine and "images" in mine else None
    own = seconds(mine)
    result = {
        "name": name,
        "filters": filters,
        "batch": batch,
        "precision": precision,
        "epochSeconds": own,
        "stepMilliseconds": 1e3 * own / steps if own else None,
        "imagesPerSecond": mine["images"] / own if own else None,
        "images": (mine or {}).get("images"),
        "firstEpochSeconds": mine["epochs"][0]["seconds"] if own else None,
        "kernels": (mine or {}).get("kernels"),
        "failure": (mine or {}).get("failure"),
        "eagerEpochSeconds": min(eager.values(), default=None),
        "bestMode": ", ".join(best) if best else None,
        "bestEpochSeconds": timed[best] if best else None,
        "level": level(mine),
    }
    result["timesEager"] = ratio(result["eagerEpochSeconds"], own)
    result["timesBest"] = ratio(result["bestEpochSeconds"], own)
    reference = next((lines[key] for key in eager), None)
    result["firstLossesDifference"] = difference(mine, reference)
    result["peerLevel"] = level(lines[best]) if best else None
    result["peerKernels"] = {
        ", ".join(key): line["kernels"] for key, line in lines.items() if "kernels" in line
    }
    peak = ceilings.peaks(gpu or "")
    if peak and own:
        step = own / steps
        operations = ceilings.operations(filters, batch)
        moved = ceilings.memory_bytes(filters, batch, precision)
        result["arithmeticShare"] = operations / step / peak[precision]
        result["memoryShare"] = moved / step / peak["memory"]
    return result


def ratio(theirs, own):
    return theirs / own if theirs and own else None


def memory(path, code, log):
    result = read_json(path)
    if result is None:
        if not code:
            return None
        return {"failure": reason_in_log(log, "memory.json") or ending(code.split()[0])}
    samples = result["samples"]
    start, first, last = samples[0], samples[1], samples[-1]
    result["heldBytes"] = start["freeBytes"] - last["freeBytes"]
    result["mostHeldBytes"] = start["freeBytes"] - min(one["freeBytes"] for one in samples)
    result["grownBytes"] = first["freeBytes"] - last["freeBytes"]
    result["grownResidentBytes"] = last["residentBytes"] - first["residentBytes"]
    result["stepsDone"] = last["steps"]
    return result


def gdl(line):
    """The losses of the fifth epoch in the units of the band; None where it is another set."""
    epochs = line.get("epochs", [])
    if len(epochs) < LEVEL_EPOCHS or line["images"] != WHOLE_SET:
        return None
    epoch = epochs[LEVEL_EPOCHS - 1]
    total = epoch["objective"] * BAND_SCALE
    reconstruction = epoch["reconstruction"] * BAND_SCALE
    return {"total": total, "reconstruction": reconstruction, "kl": total - reconstruction}


def targets(rows, mine, watched):
    """What is asked for, and whether it was reached: (text, True, False or None)."""
    result = []
    for one in rows:
        title = f"{one['name']}, {one['precision']}"
        narrow = one["name"] == "32-64-128-batch-100"
        if narrow and one["timesEager"]:
            times = one["timesEager"]
            result.append((f"{title}: {times:.1f} times PyTorch eager, wanted {TIMES_EAGER}",
                           times >= TIMES_EAGER))
        if one["timesBest"]:
            times = one["timesBest"]
            result.append((f"{title}: {times:.2f} times PyTorch's best ({one['bestMode']}),"
                           f" wanted {TIMES_BEST}", times >= TIMES_BEST))
        if narrow and one["epochSeconds"]:
            if one["images"] == WHOLE_SET:
                own = one["epochSeconds"]
                result.append((f"{title}: an epoch in {own:.3f} s, wanted {EPOCH_SECONDS},"
                               f" aim {EPOCH_SECONDS_AIM}", own < EPOCH_SECONDS))
            measured = gdl(mine[one["name"], one["precision"]])
            if measured:
                inside = all(low <= measured[key] <= high for key, (low, high) in BAND.items())
                text = ", ".join(f"{key} {value:.2f}" for key, value in measured.items())
                wanted = ", ".join(f"{low}-{high}" for low, high in BAND.values())
                result.append((f"{title}: after 5 epochs {text}, wanted {wanted}", inside))
        if one["firstLossesDifference"] is not None:
            apart = one["firstLossesDifference"]
            result.append((f"{title}: first losses at most {apart:.1e} from PyTorch's, wanted"
                           f" {TOLERANCE[one['precision']]:.0e}",
                           apart <= TOLERANCE[one["precision"]]))
    if watched and "failure" not in watched:
        result.append((f"memory of the device: {watched['grownBytes']:,} bytes more after"
                       f" {watched['stepsDone']:,} steps than after the first epoch, wanted flat",
                       watched["grownBytes"] <= FLAT_BYTES
                       and watched["stepsDone"] >= watched["steps"]))
    return result


def number(value, form):
    return "–" if value is None else format(value, form)


def markdown(document):
    lines = []
    where = document["environment"]
    pytorch = where["pytorch"]
    manifest = where["manifest"]
    lines.append(f"GPU: {where['gpu'] or 'none found'}; driver {where['driver'] or 'unknown'}; PyTorch"
                 f" {pytorch.get('torch', 'not run')}, CUDA {pytorch.get('cuda', '–')}, cuDNN"
                 f" {pytorch.get('cudnn', '–')}; {manifest.get('jdk')}; commit {manifest.get('commit')};"
                 f" data {manifest.get('data')}; `{where['command']}`")
    if where["libraries"]:
        lines.append(f"\nvae4j: {where['libraries']}")
    if document["tests"]:
        lines += ["", "| tests | passed | failed | skipped | on the GPU | |",
                  "|---|--:|--:|--:|--:|---|"]
        for name, group in document["tests"].items():
            lines.append(f"| {name} | {group['passed']} | {group['failed']} | {group['skipped']} |"
                         f" {group['onGpu']} | {group.get('problem', '')} |")
        for name, group in document["tests"].items():
            for failure in group["failures"][:SHOWN]:
                lines += [f"- FAILED {failure['test']}: {failure['message']}"]
            if len(group["failures"]) > SHOWN:
                lines += [f"- {name}: {len(group['failures']) - SHOWN} more failed: results.json"]
            for reason, count in group["skippedReasons"].items():
                lines += [f"- {name}: {count} skipped: {reason}"]
    if document["rows"]:
        lines += ["", "| network, batch | precision | vae4j, ms a step | images/s | PyTorch eager, ms |"
                  " best, ms | best mode | × eager | × best | kernels: vae4j | eager | arithmetic |"
                  " memory | loss after 5: vae4j | best |",
                  "|---|---|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for one in document["rows"]:
        steps = (one["images"] or 0) // one["batch"] or document["stepsOf"].get(one["name"])
        eager, best = one["eagerEpochSeconds"], one["bestEpochSeconds"]
        eager_kernels = [n for mode, n in one["peerKernels"].items() if mode.startswith("eager")]
        lines.append(
            f"| {one['name']} | {one['precision']} | {number(one['stepMilliseconds'], '.3f')} |"
            f" {number(one['imagesPerSecond'], ',.0f')} |"
            f" {number(1e3 * eager / steps if eager and steps else None, '.3f')} |"
            f" {number(1e3 * best / steps if best and steps else None, '.3f')} |"
            f" {one['bestMode'] or '–'} | {number(one['timesEager'], '.1f')} |"
            f" {number(one['timesBest'], '.2f')} | {number(one['kernels'], 'd')} |"
            f" {number(min(eager_kernels, default=None), 'd')} |"
            f" {number(one.get('arithmeticShare'), '.0%')} | {number(one.get('memoryShare'), '.0%')} |"
            f" {number(one['level'], '.2f')} | {number(one['peerLevel'], '.2f')} |"
        )
    measured_own = [one for one in document["ownKernelRows"] if not one["failure"]]
    lines += [""] if measured_own else []
    for one in measured_own:
        lines += [f"- {one['name']}, {one['precision']}, vae4j on its own kernels alone:"
                  f" {number(one['stepMilliseconds'], '.3f')} ms a step,"
                  f" {number(one['kernels'], 'd')} kernels"]
    failures = [(f"vae4j, {one['name']}, {one['precision']}, own kernels", one["failure"])
                for one in document["ownKernelRows"] if one["failure"]]
    failures += [(f"vae4j, {one['name']}, {one['precision']}", one["failure"])
                for one in document["rows"] if one["failure"]]
    failures += [(f"PyTorch, {line['name']}, {line['precision']}, {line['mode']}, {line['layout']}",
                  line["failure"]) for line in document["peer"] if "failure" in line]
    if document.get("peerProblem"):
        failures.append(("PyTorch", document["peerProblem"]))
    watched = document["memory"]
    if watched and "failure" in watched:
        failures.append(("memory", watched["failure"]))
    if failures:
        lines += [""] + [f"- not measured: {what}: {why}" for what, why in failures]
    if watched and "failure" not in watched:
        lines += ["", f"Memory over {watched['stepsDone']:,} steps ({watched['name']}): held on the device"
                  f" {watched['heldBytes'] / 2**20:,.0f} MiB, at most"
                  f" {watched['mostHeldBytes'] / 2**20:,.0f}; since the first epoch"
                  f" {watched['grownBytes']:+,} bytes; resident"
                  f" {watched['grownResidentBytes'] / 2**20:+,.1f} MiB."]
    measured = pytorch.get("measured")
    if measured:
        peak = ceilings.peaks(where["gpu"] or "")
        for name, unit in (("memory", "TB/s"), *((p, "TFLOP/s") for p in ceilings.PRECISIONS)):
            value = measured["bytesPerSecond" if name == "memory" else name] / 1e12
            known = f", {value * 1e12 / peak[name]:.0%} of the datasheet's" if peak else ""
            lines += ["" if name == "memory" else None,
                      f"- measured ceiling, {name}: {value:.2f} {unit}{known}"]
    if document["targets"]:
        lines += [""] + [f"- [{'x' if reached else ' '}] {text}"
                         for text, reached in document["targets"]]
    return "\n".join(line for line in lines if line is not None) + "\n"


def main(results, manifest_file, out, command):
    log = read_text(os.path.join(out, "log.txt"))
    manifest = read_json(manifest_file) or {}
    manifest.pop("parts", None)
    environment, lines = peer(os.path.join(results, "peer.jsonl"))
    mine, own = ours(os.path.join(results, "ours"), log)
    smi = read_text(os.path.join(results, "nvidia-smi.txt")).splitlines()
    first = [word.strip() for word in smi[1].split(",")] if len(smi) > 1 else []
    gpu = environment.get("gpu") or (first[0] if first else None)
    keys = sorted(
        {*mine, *lines},
        key=lambda key: (key[0].startswith("128"), int(key[0].rsplit("-", 1)[1]),
                         ceilings.PRECISIONS.index(key[1])),
    )
    rows = [row(*key, mine.get(key), lines.get(key, {}), gpu) for key in keys]
    own_rows = [row(*key, own[key], {}, gpu) for key in keys if key in own]
    watched = memory(
        os.path.join(results, "memory.json"), read_text(os.path.join(results, "memory.code")), log
    )
    tested = tests(os.path.join(results, "tests"))
    peer_code = read_text(os.path.join(results, "peer.code")).strip() or "0"
    document = {
        "environment": {
            "gpu": gpu,
            "driver": first[1] if len(first) > 1 else None,
            "nvidiaSmi": smi,
            # As the backend's log has it.
            "libraries": next(iter(re.findall(r" - (layers (?:may )?run on .*)", log)), None),
            "pytorch": environment,
            "manifest": manifest,
            "command": command,
        },
        "tests": tested,
        "rows": rows,
        "ownKernelRows": own_rows,
        "ours": list(mine.values()),
        "peer": [line for ways in lines.values() for line in ways.values()],
        "stepsOf": steps_of(results),
        "memory": watched,
        "targets": targets(rows, mine, watched),
    }
    if peer_code != "0":
        document["peerProblem"] = reason_in_log(log, "peer.py", first=False) or ending(peer_code)
    text = markdown(document)
    with open(os.path.join(out, "results.json"), "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")
    with open(os.path.join(out, "summary.md"), "w", encoding="utf-8") as file:
        file.write(text)
    print(text)
    sound = (
        all(not group["failed"] and "problem" not in group for group in tested.values())
        and not any(one["failure"] for one in rows + own_rows)
        and not (watched and "failure" in watched)
        and peer_code == "0"
    )
    return 0 if sound else 1


def steps_of(results):
    """Steps of an epoch by workload, from what was written for PyTorch."""
    result = {}
    for file in glob.glob(os.path.join(results, "inputs", "*.json")):
        task = read_json(file)
        if task:
            result[os.path.basename(file)[: -len(".json")]] = task["images"] // task["batch"]
    return result


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
