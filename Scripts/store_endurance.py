"""Ingests many files whole, and again killed at random moments; both stores must be the same, row for row.

    python3 Scripts/store_endurance.py STACKSIFT WORK TRACE... [--files 2000] [--kills 30] [--seed 1]

TRACE are recordings of perf script (text), pprof, .cpuprofile or pstats, plain or .gz, told apart by their names; each file that is ingested is
one of them with something changed. WORK is a folder for the files and the stores, which are deleted at the end.
"""

import argparse
import gzip
import hashlib
import json
import marshal
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

# Events of perf text that a file has: about 2 MB.
PERF_EVENTS = 2500


def variants(trace, rng):
    """Functions that give, for a number, the bytes of a changed recording, and the ending of its name."""
    data = trace.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if ".cpuprofile" in trace.name:
        return lambda number: (renamed_function(data, number), ".cpuprofile")
    if ".pb" in trace.name:
        # A message goes on where it ends: a later time of recording is one field more.
        return lambda number: (gzip.compress(data + b"\x48" + varint(10**18 + number), 1, mtime=0), ".pb.gz")
    if ".pstats" in trace.name:
        return lambda number: (one_function_more(data, number), ".pstats")
    events = [event for event in data.split(b"\n\n") if event.strip()]

    def part(number):
        chosen = sorted(rng.sample(range(len(events)), min(PERF_EVENTS, len(events))))
        text = b"\n\n".join(events[event] for event in chosen) + b"\n\n"
        return text.replace(b"main+0x", b"main_%d+0x" % number, 1), ".perf.txt"

    return part


def renamed_function(data, number):
    profile = json.loads(data)
    profile["nodes"][-1]["callFrame"]["functionName"] += f"_{number}"
    return json.dumps(profile).encode()


def one_function_more(data, number):
    stats = marshal.loads(data)
    stats["made.py", number + 1, "made"] = (1, 1, 0.5, 0.5, {})
    return marshal.dumps(stats)


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def make_files(folder, traces, count, seed):
    folder.mkdir(parents=True)
    rng = random.Random(seed)
    makers = [variants(trace, rng) for trace in traces]
    size = 0
    for number in range(count):
        content, ending = makers[number % len(makers)](number)
        (folder / f"run-{number:05}{ending}").write_bytes(content)
        size += len(content)
    return size


def ingest(binary, store, folder):
    return [str(binary), "ingest", str(store), str(folder), "--quiet"]


def timed(command):
    """CPU seconds, peak MiB and wall seconds of a command that must end well."""
    begun = time.monotonic()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"status {status}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, time.monotonic() - begun


def killed(command, after):
    """Whether the command was killed, `after` seconds from its start, rather than done by then."""
    process = subprocess.Popen(command)
    try:
        process.wait(after)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def digest(store):
    """Rows and a hash of each table, its rows in the order of their keys."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        for check in ("integrity_check", "foreign_key_check"):
            found = connection.execute(f"PRAGMA {check}").fetchall()
            if found not in ([("ok",)], []):
                sys.exit(f"{store}: {check}: {found[:3]}")
        tables = [name for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        answer = {}
        for table in tables:
            (rows, sha) = (0, hashlib.sha256())
            for row in connection.execute(f"SELECT * FROM {table}"):
                rows += 1
                sha.update(repr(row).encode())
            answer[table] = (rows, sha.hexdigest())
        return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stacksift", type=os.path.abspath)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("traces", type=pathlib.Path, nargs="+")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    (folder, few) = (options.work / "traces", options.work / "few")
    size = make_files(folder, options.traces, options.files, options.seed)
    make_files(few, options.traces, max(options.files // 10, 1), options.seed)
    print(f"{options.files} files, {size / 1e6:.0f} MB")

    (_, memory_of_few, _) = timed(ingest(options.stacksift, options.work / "few.db", few))
    (cpu, memory, wall) = timed(ingest(options.stacksift, options.work / "whole.db", folder))
    print(f"undisturbed: {cpu:.1f} s CPU, {wall:.1f} s, {memory:.0f} MiB at most; a tenth of the files: "
          f"{memory_of_few:.0f} MiB")

    (kills, store) = (0, options.work / "killed.db")
    while kills < options.kills:
        # Three fifths of the time of a whole run together, as a rule: were it all of it, the last kill would come too
        # late every other time.
        if not killed(ingest(options.stacksift, store, folder), rng.uniform(0.02, 1.2 * wall / options.kills)):
            break
        kills += 1
    timed(ingest(options.stacksift, store, folder))
    (expected, found) = (digest(options.work / "whole.db"), digest(store))
    different = [table for table in expected if expected[table] != found.get(table)]
    rows = sum(rows for rows, _ in expected.values())
    print(f"killed {kills} times: {rows} rows in {len(expected)} tables, different tables: {different or 'none'}")
    shutil.rmtree(options.work)
    sys.exit(1 if different or kills < options.kills else 0)


if __name__ == "__main__":
    main()
