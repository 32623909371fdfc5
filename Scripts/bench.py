#!/usr/bin/env python3
"""Times StackSift beside every other tool that is installed, and writes docs/performance.md.

    Scripts/bench.py [--inputs DIR] [--runs N] [--out FILE] [--growth]

DIR holds perf-real.txt.zst, real.cpuprofile.zst, real-go.pb.gz and real.pstats.zst (default: ../shared/bench). Tools are
run in turn, A B A B, as whole processes; figures are medians of user + system CPU seconds and of peak memory, as the
operating system accounts for each process. A tool that is not there is left out. Where valgrind and a C compiler are
there, the instructions of our own commands are counted too: they do not depend on what else the machine does.
--growth adds a table of time and memory from 1 MB to 1 GB, which takes minutes.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build/release/stacksift"
PSTATS = "import pstats,sys; pstats.Stats(sys.argv[1]).sort_stats('tottime').print_stats(5)"
NODE = "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))"


# A process that does nothing but start another and account for it: what the system says of a child's memory includes
# that of the process which started it, and this one holds inputs.
STARTER = """import os,sys
nowhere = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)])
_, status, usage = os.wait4(child, 0)
print(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)"""


def run(command, environment=None):
    """CPU seconds and peak MiB of one run; its output is thrown away."""
    words = [sys.executable, "-S", "-E", "-c", STARTER, *map(str, command)]
    answer = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    if answer[0] != "0":
        raise RuntimeError(f"{command} ended with {answer[0]}")
    return float(answer[1]), float(answer[2])


def paired(ours, theirs, runs, environment=None):
    """Medians of both commands, run in turn after one warm-up each."""
    run(ours), run(theirs, environment)
    mine, other = [], []
    for _ in range(runs):
        mine.append(run(ours))
        other.append(run(theirs, environment))
    middle = lambda rows, column: statistics.median(row[column] for row in rows)
    return middle(mine, 0), middle(mine, 1), middle(other, 0), middle(other, 1)


def unpack(source, folder):
    """The decompressed file of a benchmark input."""
    target = folder / source.name.removesuffix(".zst").removesuffix(".gz")
    with open(target, "wb") as out:
        subprocess.run(["zstd" if source.suffix == ".zst" else "gzip", "-dc", source], stdout=out, check=True)
    return target


def inferno(folder, perf):
    """inferno's collapse inside `flamegraph` (cargo flamegraph's binary): a stub in perf's place prints the text, and
    what is collapsed is thrown away before it is drawn."""
    stub = folder / "stub"
    stub.mkdir()
    for name, text in (("perf", f'exec cat "{perf}"'), ("collapsed", 'cat > /dev/null; echo "a 1"')):
        (stub / name).write_text(f"#!/bin/sh\n{text}\n")
        (stub / name).chmod(0o755)
    os.environ["PATH"] = f"{stub}:{os.environ['PATH']}"
    return ["flamegraph", "--perfdata", perf, "--post-process", stub / "collapsed", "-o", folder / "z.svg"]


def inferno_drawing(folder, folded):
    """inferno's drawing inside `flamegraph`: what it collapses is one sample, and the folded text comes in its place."""
    one = folder / "one"
    one.mkdir()
    (one / "perf").write_text('#!/bin/sh\nprintf "a 1 1.0: 1 x: \\n\\t1 f (m)\\n\\n"\n')
    (one / "drawn").write_text(f'#!/bin/sh\ncat > /dev/null; exec cat "{folded}"\n')
    for name in ("perf", "drawn"):
        (one / name).chmod(0o755)
    return ["env", f"PATH={one}:{os.environ['PATH']}", shutil.which("flamegraph") or "flamegraph", "--perfdata", folded,
            "--post-process", one / "drawn", "-o", folder / "i.svg"]


def sample_heavy(profile, target, size=100_000_000):
    """A .cpuprofile with the tree of `profile` and its samples over and over, until it has about `size` bytes."""
    tree = json.loads(profile.read_bytes())
    deltas = [abs(delta) for delta in tree["timeDeltas"]]
    tree.update(samples=[], timeDeltas=[])
    base = json.loads(profile.read_bytes())["samples"]
    room = size - len(json.dumps(tree, separators=(",", ":")))
    times = max(room // (len(json.dumps(base)) + len(json.dumps(deltas)) - len(base) - len(deltas)), 1)
    tree.update(samples=base * times, timeDeltas=deltas * times, endTime=tree["startTime"] + sum(deltas) * times)
    target.write_text(json.dumps(tree, separators=(",", ":")))
    return target


def generated(inputs, script, *arguments):
    """Runs a generator that lies beside the inputs; false where it is not there."""
    if not (inputs / script).exists():
        return False
    subprocess.run([sys.executable, inputs / script, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    return True


# valgrind 3.19 writes to the mask that libdispatch's signal thread hands to sigsuspend, which lies in constant memory.
SHIM = """
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int sigsuspend(const sigset_t *mask) { sigset_t copy = *mask; return syscall(SYS_rt_sigsuspend, &copy, 8); }
"""


def instructions(folder, commands):
    """Millions of instructions of each command, by name; empty without valgrind, a C compiler and strip."""
    if not all(map(shutil.which, ("valgrind", "cc", "strip"))):
        return {}
    (folder / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c"], check=True)
    # valgrind 3.19 does not read DWARF 5.
    subprocess.run(["strip", "-g", "-o", folder / "stripped", BINARY], check=True)
    counts = {}
    for name, command in commands:
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", folder / "stripped", *command[1:]]
        told = subprocess.run(words, capture_output=True, env={**os.environ, "LD_PRELOAD": str(folder / "shim.so")})
        found = re.search(rb"Collected : (\d+)", told.stderr)
        if found:
            counts[name] = int(found.group(1)) / 1e6
            print(f"{name}: {counts[name]:.0f} M instructions", flush=True)
    return counts


def growth(folder, inputs, perf):
    """Rows of format, MB, CPU s and peak MiB, over three decades."""
    rows = []
    for size in (1, 10, 100, 1000):
        text, folded = folder / "grown.perf.txt", folder / "grown.folded"
        if not generated(inputs, "gen_perf.py", text, size * 1_000_000, perf):
            return rows
        rows.append(("perf", text, *run([BINARY, "fold", text, "-j", "1", "--quiet"])))
        with open(folded, "wb") as out:
            subprocess.run([BINARY, "fold", text, "--quiet"], stdout=out, check=True)
        rows.append(("folded", folded, *run([BINARY, "fold", folded, "-j", "1", "--quiet"])))
        rows = [row if isinstance(row[1], float) else (row[0], os.path.getsize(row[1]) / 1e6, *row[2:]) for row in rows]
        print(f"growth: {size} MB", flush=True)
        text.unlink()
    return sorted(rows)


def version(command):
    try:
        lines = subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()
        return lines[0] if lines else "unknown"
    except OSError:
        return "unknown"


def jobs(folder, inputs):
    """Each: what is done, input, our command, the other tool's name and command."""
    sift = str(BINARY)
    perf = unpack(inputs / "perf-real.txt.zst", folder)
    profile = unpack(inputs / "real.cpuprofile.zst", folder)
    dump = unpack(inputs / "real.pstats.zst", folder)
    pprof = inputs / "real-go.pb.gz"
    folded = folder / "perf.folded"
    with open(folded, "wb") as out:
        subprocess.run([sift, "fold", perf, "--quiet"], stdout=out, check=True)
    python = os.path.realpath(sys.executable)
    heavy = sample_heavy(profile, folder / "samples.cpuprofile")
    large = folder / "large.pstats"
    if not generated(inputs, "gen_pstats.py", dump, large, 24):
        large = dump
    found = [
        ("perf text -> folded, 1 thread", perf, [sift, "fold", perf, "-j", "1", "--quiet"], "wc -l", ["wc", "-l", perf]),
        (".cpuprofile -> folded", profile, [sift, "fold", profile, "--quiet"], "node JSON.parse",
         ["node", "-e", NODE, profile]),
        (".cpuprofile -> folded, many samples", heavy, [sift, "fold", heavy, "--quiet"], "node JSON.parse",
         ["node", "-e", NODE, heavy]),
        ("pstats -> top 5", large, [sift, "top", large, "-n", "5", "--quiet"], "Python's pstats",
         [python, "-c", PSTATS, large]),
        ("pprof -> top 5", pprof, [sift, "top", pprof, "-n", "5", "--quiet"], "go tool pprof -top",
         ["go", "tool", "pprof", "-top", "-nodecount=5", pprof]),
        ("pprof read and write", pprof, [sift, "merge", pprof, "-o", folder / "out.pb.gz", "--quiet"],
         "go tool pprof -proto", ["go", "tool", "pprof", "-proto", f"-output={folder}/go.pb.gz", pprof]),
        ("start-up", None, [sift, "--version"], "python3 -c 0", [python, "-c", "0"]),
        ("folded -> SVG", folded, [sift, "flamegraph", folded, "-o", folder / "x.svg", "--quiet"], "inferno-flamegraph",
         ["inferno-flamegraph", folded]),
        ("perf text -> folded, 1 thread", perf, [sift, "fold", perf, "-j", "1", "--quiet"],
         "inferno 0.12 in flamegraph", inferno(folder, perf)),
        ("perf text -> folded, 1 thread", perf, [sift, "fold", perf, "-j", "1", "--quiet"], "inferno-collapse-perf -n 1",
         ["inferno-collapse-perf", "-n", "1", perf]),
        ("perf text -> folded, 1 thread", perf, [sift, "fold", perf, "-j", "1", "--quiet"], "stackcollapse-perf.pl",
         ["stackcollapse-perf.pl", perf]),
        ("folded -> SVG", folded, [sift, "flamegraph", folded, "-o", folder / "w.svg", "--quiet"],
         "inferno 0.12 in flamegraph", inferno_drawing(folder, folded)),
        ("pstats -> SVG", dump, [sift, "flamegraph", dump, "-o", folder / "y.svg", "--quiet"], "flameprof",
         ["flameprof", dump]),
    ]
    return [job for job in found if shutil.which(job[4][0]) and (job[4][0] != "env" or shutil.which("flamegraph"))]


def report(rows, runs, left_out, counts, grown):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    lines = [
        "# Performance", "",
        "Written by `make bench` (Scripts/bench.py). Whole processes with every check and diagnostic, in turn A B A B;",
        f"medians of {runs} runs of user + system CPU seconds, and of peak memory. The inputs are recordings that were not",
        "replicated. Machines are shared and noisy: quote the ratios, which were measured side by side.", "",
        f"Machine: {cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()};",
        f"{version(['swift', '--version'])}; Python {platform.python_version()}; node {version(['node', '--version'])};"
        f" {version(['go', 'version'])}.", "",
        "| job | MB | StackSift CPU s | peak MiB | other tool | CPU s | peak MiB | other / ours |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for job, size, ours, memory, name, theirs, their_memory in rows:
        lines.append(f"| {job} | {size} | {ours:.3f} | {memory:.0f} | {name} | {theirs:.3f} | {their_memory:.0f} |"
                     f" {theirs / ours:.2f} |")
    if counts:
        lines += ["", "Instructions of our own commands (`valgrind --tool=callgrind`), to see regressions by:", "",
                  "| job | million instructions |", "|---|---|"]
        lines += [f"| {name} | {count:.0f} |" for name, count in counts.items()]
    if grown:
        lines += ["", "Growth: one thread, inputs enlarged with new names, addresses and times.", "",
                  "| input | MB | CPU s | peak MiB | MB per CPU s |", "|---|---|---|---|---|"]
        lines += [f"| {name} | {size:.1f} | {cpu:.3f} | {memory:.0f} | {size / max(cpu, 0.001):.0f} |"
                  for name, size, cpu, memory in grown]
    if left_out:
        lines += ["", f"Not installed here, and so not measured: {', '.join(left_out)}."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=pathlib.Path, default=ROOT.parent / "shared/bench")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/performance.md")
    options = parser.parse_args()
    if not (options.inputs / "perf-real.txt.zst").exists():
        sys.exit(f"expected the benchmark inputs in {options.inputs} (--inputs), found none")
    rows, grown = [], []
    with tempfile.TemporaryDirectory() as name:
        found = jobs(pathlib.Path(name), options.inputs)
        for job, source, ours, other, theirs in found:
            mine, memory, their, their_memory = paired(ours, theirs, options.runs)
            size = f"{os.path.getsize(source) / 1e6:.1f}" if source else "-"
            rows.append((job, size, mine, memory, other, their, their_memory))
            print(f"{job}: {mine:.3f} s, {other} {their:.3f} s, {their / mine:.2f} x", flush=True)
        ours = {job: command for job, _, command, _, _ in found}
        counts = instructions(pathlib.Path(name), ours.items())
        if options.growth:
            grown = growth(pathlib.Path(name), options.inputs, found[0][1])
    wanted = ["flamegraph", "inferno-flamegraph", "inferno-collapse-perf", "stackcollapse-perf.pl", "go", "node", "flameprof"]
    options.out.write_text(report(rows, options.runs, [tool for tool in wanted if not shutil.which(tool)],
                                  counts, grown))


if __name__ == "__main__":
    main()
