"""Whole processes, timed."""

import collections
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

Row = collections.namedtuple("Row", "job size ours our_memory theirs their_memory ratio runs")
Split = collections.namedtuple("Split", "name size one two ratio cpu_ratio")
SLOW = 20

# A process that does nothing but start another and account for it: what the system says of a child's memory includes
# that of the process which started it, and this one holds inputs.
STARTER = """import os,sys
nowhere = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)])
_, status, usage = os.wait4(child, 0)
print(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)"""

# valgrind 3.19 writes to the mask that libdispatch's signal thread hands to sigsuspend, which lies in constant memory.
SHIM = """
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int sigsuspend(const sigset_t *mask) { sigset_t copy = *mask; return syscall(SYS_rt_sigsuspend, &copy, 8); }
"""


def run(command):
    """CPU seconds, peak MiB and wall seconds of one run; its output is thrown away."""
    words = [sys.executable, "-S", "-E", "-c", STARTER, *map(str, command)]
    begun = time.monotonic()
    answer = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    wall = time.monotonic() - begun
    if answer[0] != "0":
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {answer[0]}")
    return float(answer[1]), float(answer[2]), wall


def paired(job, runs):
    """Medians of both commands, run in turn after one warm-up each; a slow other one is run once, without a warm-up."""
    first = run(job.peer.command)
    run(job.ours)
    mine, other = [], []
    is_slow = first[0] > SLOW
    for _ in range(runs):
        mine.append(run(job.ours))
        other.append(first if is_slow else run(job.peer.command))
    middle = lambda rows, column: statistics.median(row[column] for row in rows)
    ours, theirs = middle(mine, 0), middle(other, 0)
    # Pair by pair: a machine that slows down slows both.
    ratio = statistics.median(b[0] / a[0] for a, b in zip(mine, other))
    return Row(job, job.size, ours, middle(mine, 1), theirs, middle(other, 1), ratio, 1 if is_slow else runs)


# What makes an index is a process of its own, so that what it takes can be told.
DROP = """import sqlite3,sys
base = sqlite3.connect(sys.argv[1])
found = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'sample' AND sql > ''")
indexes = found.fetchall()
open(sys.argv[2], "w").write(";".join(sql for _, sql in indexes))
for name, _ in indexes: base.execute(f"DROP INDEX {name}")
base.commit()"""
CREATE = """import sqlite3,sys
base = sqlite3.connect(sys.argv[1])
base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + open(sys.argv[2]).read())"""


def before_indexes(job, binary, inputs, runs):
    """A job that writes rows, less what reading them takes (`top`, which keeps no samples) and the index."""
    database, statement = inputs.folder / "ours.db", inputs.folder / "index.sql"
    read = [binary, "top", inputs.sample_rows, "-n", "5", "--quiet", "-j", "1"]
    write = [binary, "export", "--as", "sqlite", inputs.sample_rows, "-o", database, "--quiet", "-j", "1"]
    mine, other, memory = [], [], []
    for _ in range(runs):
        database.unlink(missing_ok=True)
        whole, peak, _ = run(write)
        reading = run(read)[0]
        subprocess.run([sys.executable, "-c", DROP, database, statement], check=True)
        index = run([sys.executable, "-c", CREATE, database, statement])[0]
        mine.append(whole - reading - index)
        memory.append(peak)
        other.append(run(job.peer.command))
    database.unlink()
    middle = statistics.median
    return Row(job, job.size, middle(mine), middle(memory), middle(row[0] for row in other),
               middle(row[1] for row in other), middle(b[0] / a for a, b in zip(mine, other)), runs)


def threads(binary, inputs, runs):
    """One large file read by one thread and by two: wall seconds of each."""
    if os.cpu_count() < 2:
        return []
    rows = []
    for name, path in (("perf text -> folded", inputs.perf_large), ("folded -> folded", inputs.folded_large),
                       ("perf text .zst -> folded", inputs.perf_zst), ("perf text .gz -> folded", inputs.perf_gz)):
        if path is None:
            continue
        command = [binary, "fold", path, "--quiet", "-j"]
        run([*command, "1"])
        pairs = [(run([*command, "1"]), run([*command, "2"])) for _ in range(runs)]
        one, two = (statistics.median(pair[side][2] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(pair[1][2] / pair[0][2] for pair in pairs)
        cpu = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
        rows.append(Split(name, os.path.getsize(path) / 1e6, one, two, ratio, cpu))
        print(f"{name}: wall {one:.3f} s with one thread, {two:.3f} s with two, {ratio:.2f}", flush=True)
    return rows


def instructions(binary, folder, commands):
    """Millions of instructions of each command, by name; empty without valgrind, a C compiler and strip."""
    if not all(map(shutil.which, ("valgrind", "cc", "strip"))):
        return {}
    (folder / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c"], check=True)
    # valgrind 3.19 does not read DWARF 5.
    subprocess.run(["strip", "-g", "-o", folder / "stripped", binary], check=True)
    counts = {}
    for name, command in commands.items():
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", folder / "stripped", *command[1:]]
        told = subprocess.run(words, capture_output=True, env={**os.environ, "LD_PRELOAD": str(folder / "shim.so")})
        found = re.search(rb"Collected : (\d+)", told.stderr)
        if found:
            counts[name] = int(found.group(1)) / 1e6
            print(f"{name}: {counts[name]:.0f} M instructions", flush=True)
    return counts
