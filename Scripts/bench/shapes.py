"""Texts and trees that are deep or wide beyond reason: time must grow with them and no faster."""

import collections
import json
import subprocess

from measuring import run

Shape = collections.namedtuple("Shape", "name command sizes seconds memory")


def shapes(binary, folder):
    rows = []
    for name, largest, make, command in (
            ("perf text, one sample of N frames", 1_000_001, perf_frames, ["fold"]),
            ("pprof, one sample of N frames", 1_000_001, perf_frames, ["top", "-n", "5"]),
            ("folded, one stack of N frames", 1_000_001, folded_frames, ["flamegraph"]),
            (".cpuprofile, a call tree N deep", 200_000, deep_tree, ["top", "-n", "5"]),
            ("folded, a stack of N frames and one more at each depth", 200_000, folded_comb, ["tree"]),
            ("perf text, N distinct stacks", 1_000_000, perf_stacks, ["fold"]),
            ("folded, N distinct stacks", 1_000_000, folded_stacks, ["top", "-n", "5"])):
        sizes = [largest // 4, largest // 2, largest]
        costs = []
        for size in sizes:
            path = folder / "shape"
            with open(path, "w") as out:
                make(size, out)
            if name.startswith("pprof"):
                path = as_pprof(binary, path)
            costs.append(run([binary, *command, path, "--quiet", "-j", "1"]))
            path.unlink()
        rows.append(Shape(name, " ".join(command), sizes, [cost[0] for cost in costs], costs[-1][1]))
        print(f"{name}: " + ", ".join(f"{cost[0]:.2f} s" for cost in costs), flush=True)
    return rows


def as_pprof(binary, path):
    made = path.with_suffix(".pb.gz")
    subprocess.run([binary, "export", path, "--as", "pprof", "-o", made, "--quiet"], check=True)
    path.unlink()
    return made


def perf_frames(count, out):
    out.write("app 1 1.5: 1 cycles: \n")
    out.writelines(f"\t{number:16x} f{number}+0x1 (/bin/app)\n" for number in range(count))
    out.write("\n")


def folded_frames(count, out):
    out.write(";".join(f"f{number}" for number in range(count)) + " 1\n")


def folded_comb(count, out):
    """Every stack would be a line as long as itself: the depths are given by ten stacks."""
    for part in range(1, 11):
        out.write(";".join(f"f{number}" for number in range(count * part // 10)) + f";leaf{part} 1\n")


def deep_tree(count, out):
    place = {"scriptId": "1", "url": "file:///app.js", "lineNumber": 1, "columnNumber": 1}
    nodes = [{"id": number, "callFrame": {"functionName": f"f{number % 1000}", **place}, "hitCount": 1,
              "children": [number + 1] if number < count else []} for number in range(1, count + 1)]
    json.dump({"nodes": nodes, "startTime": 0, "endTime": count, "samples": list(range(1, count + 1)),
               "timeDeltas": [1] * count}, out)


def perf_stacks(count, out):
    for number in range(count):
        out.write(f"app 1 {number}.5: 1 cycles: \n\t{number:16x} leaf{number % 1009}+0x1 (/bin/app)\n"
                  f"\t{number:16x} middle{number // 1009}+0x1 (/bin/app)\n\t{4096:16x} main+0x1 (/bin/app)\n\n")


def folded_stacks(count, out):
    out.writelines(f"main;middle{number // 1009};leaf{number % 1009} 1\n" for number in range(count))
