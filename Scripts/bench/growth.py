"""Time and memory against the size of the input, over three decades."""

import collections
import os

from measuring import run

Grown = collections.namedtuple("Grown", "name size cpu memory")


def growth(binary, inputs):
    rows = []
    for megabytes in (1, 10, 100, 1000):
        made = (("perf text", inputs.perf_of(megabytes), "fold"), ("folded", inputs.folded_of(megabytes), "fold"),
                (".cpuprofile", inputs.profile_of(megabytes), "fold"),
                ("pprof", inputs.pprof_of(megabytes * 8000), "top"),
                ("pstats", inputs.pstats_of(max(round(megabytes / 2.2), 1)), "top"))
        for name, path, command in made:
            if path is None:
                continue
            words = [binary, command, path, "--quiet", "-j", "1", "--max-size", "4096", "--max-stacks", "1000000000"]
            # The first run brings the file, and memory, back from where an idle machine has put them.
            run(words)
            cpu, memory, _ = run(words)
            rows.append(Grown(name, os.path.getsize(path) / 1e6, cpu, memory))
            print(f"{name}, {rows[-1].size:.1f} MB: {cpu:.2f} s, {memory:.0f} MiB", flush=True)
            if megabytes == 1000:
                path.unlink()
    return sorted(rows)
