"""Benchmark inputs: recordings, and what is made from them once and kept."""

import functools
import json
import pathlib
import subprocess
import sys


class Inputs:
    """Paths by attribute; what cannot be made here is None."""

    def __init__(self, source, folder, binary):
        self.source, self.folder, self.binary = source, folder, binary
        folder.mkdir(parents=True, exist_ok=True)

    def made(self, name, make):
        """The kept file, made by `make(path)` under another name first, so that half a file is never taken for one."""
        target = self.folder / name
        if not target.exists():
            part = self.folder / f"part-{name}"
            print(f"making {name}", flush=True)
            if make(part) is False:
                return None
            part.rename(target)
        return target

    def filled(self, name, *command):
        """A kept file that holds what a command prints."""
        def make(path):
            with open(path, "wb") as out:
                subprocess.run([*map(str, command)], stdout=out, check=True)
        return self.made(name, make)

    def generated(self, name, script, *arguments, runner=sys.executable):
        """A kept file that a generator beside the recordings makes; `{}` among its arguments is the file."""
        program = self.source / script
        if not program.exists():
            return None
        return self.made(name, lambda path: subprocess.run(
            [runner, program, *(path if word == "{}" else str(word) for word in arguments)],
            check=True, stdout=subprocess.DEVNULL) and None)

    def perf_of(self, megabytes):
        return self.generated(f"perf-{megabytes}.txt", "gen_perf.py", "{}", megabytes * 1_000_000, self.perf)

    def folded_of(self, megabytes):
        """Folded text of about that size, whose stacks are all distinct: each copy has names of its own."""
        def make(path):
            text, done, copy = self.folded.read_bytes().splitlines(keepends=True), 0, 0
            with open(path, "wb") as out:
                while done < megabytes * 1_000_000:
                    for line in text:
                        out.write(line if copy == 0 else b"copy%d;" % copy + line)
                        done += len(line)
                        if done >= megabytes * 1_000_000:
                            break
                    copy += 1
        return self.made(f"folded-{megabytes}.folded", make)

    def pprof_of(self, samples, seed=1, suffix=".pb"):
        from generate_pprof import write
        return self.made(f"pprof-{samples}-{seed}{suffix}", lambda path: write(path, samples, seed))

    def pstats_of(self, copies):
        return self.generated(f"pstats-{copies}.pstats", "gen_pstats.py", self.pstats, "{}", copies)

    perf = functools.cached_property(lambda self: self.unpacked("perf-real.txt.zst", "perf.txt"))
    profile = functools.cached_property(lambda self: self.unpacked("real.cpuprofile.zst", "real.cpuprofile"))
    pstats = functools.cached_property(lambda self: self.unpacked("real.pstats.zst", "real.pstats"))
    folded = functools.cached_property(
        lambda self: self.filled("perf.folded", self.binary, "fold", self.perf, "--quiet"))
    perf_large = functools.cached_property(lambda self: self.perf_of(200))
    perf_zst = property(lambda self: self.source / "perf-real.txt.zst")
    perf_gz = functools.cached_property(lambda self: self.filled("perf.txt.gz", "gzip", "-6", "-c", self.perf))
    folded_large = functools.cached_property(lambda self: self.folded_of(120))
    pstats_large = functools.cached_property(lambda self: self.pstats_of(24))
    pprof = property(lambda self: self.source / "real-go.pb.gz")
    pprof_large = functools.cached_property(lambda self: self.pprof_of(500_000))
    pprof_other = functools.cached_property(lambda self: self.pprof_of(500_000, seed=2))
    pprof_fleet = functools.cached_property(
        lambda self: [self.pprof_of(18_000, seed, ".pb.gz") for seed in range(1, 51)])

    def unpacked(self, name, target):
        return self.filled(target, "zstd", "-dc", self.source / name)

    @functools.cached_property
    def folded_after(self):
        """The large folded text with other weights, and without every eleventh stack."""
        def make(path):
            with open(self.folded_large, "rb") as text, open(path, "wb") as out:
                for number, line in enumerate(text):
                    if number % 11:
                        stack, weight = line.rsplit(b" ", 1)
                        out.write(b"%b %d\n" % (stack, int(weight) + number % 3))
        return self.made("after.folded", make)

    @functools.cached_property
    def folded_both(self):
        """Both large folded texts as one with two values a line, as inferno-diff-folded and difffolded.pl write it."""
        def make(path):
            after = {}
            with open(self.folded_after, "rb") as text:
                for line in text:
                    stack, weight = line.rsplit(b" ", 1)
                    after[stack] = weight.strip()
            with open(self.folded_large, "rb") as text, open(path, "wb") as out:
                for line in text:
                    stack, weight = line.rsplit(b" ", 1)
                    out.write(b"%b %b %b\n" % (stack, weight.strip(), after.pop(stack, b"0")))
                for stack, weight in after.items():
                    out.write(b"%b 0 %b\n" % (stack, weight))
        return self.made("both.folded", make)

    @functools.cached_property
    def profile_heavy(self):
        """The tree of the .cpuprofile with its samples over and over, to about 100 MB."""
        def make(path):
            tree = json.loads(self.profile.read_bytes())
            base, deltas = tree["samples"], [abs(delta) for delta in tree["timeDeltas"]]
            tree.update(samples=[], timeDeltas=[])
            room = 100_000_000 - len(json.dumps(tree, separators=(",", ":")))
            times = max(room // (len(json.dumps(base, separators=(",", ":")))
                                 + len(json.dumps(deltas, separators=(",", ":")))), 1)
            tree.update(samples=base * times, timeDeltas=deltas * times,
                        endTime=tree["startTime"] + sum(deltas) * times)
            path.write_text(json.dumps(tree, separators=(",", ":")))
        return self.made("samples.cpuprofile", make)

    def profile_of(self, megabytes):
        """The first calls of the .cpuprofile's tree and their samples where it is too large, copies of it where it is
        too small."""
        whole = self.profile.stat().st_size / 1e6
        if megabytes > whole * 2:
            return self.generated(f"profile-{megabytes}.cpuprofile", "gen_cpuprofile.js", self.profile, "{}",
                                  megabytes * 1_000_000, runner="node")
        def make(path):
            tree = json.loads(self.profile.read_bytes())
            nodes = tree["nodes"][:max(int(len(tree["nodes"]) * megabytes / whole), 1)]
            kept = {node["id"] for node in nodes}
            for node in nodes:
                if "children" in node:
                    node["children"] = [child for child in node["children"] if child in kept]
            pairs = [pair for pair in zip(tree["samples"], tree["timeDeltas"]) if pair[0] in kept]
            tree.update(nodes=nodes, samples=[pair[0] for pair in pairs], timeDeltas=[pair[1] for pair in pairs])
            path.write_text(json.dumps(tree, separators=(",", ":")))
        return self.made(f"profile-{megabytes}.cpuprofile", make)

    @functools.cached_property
    def sample_rows(self):
        """perf text of five million samples over few stacks: what a database of samples is filled from."""
        def make(path):
            with open(path, "w") as out:
                for number in range(5_000_000):
                    out.write(f"app {100 + number % 8} {number // 10000}.{number % 10000:04}00: 1000 cpu-clock: \n"
                              f"\t{1024 + number % 500:16x} leaf{number % 500}+0x10 (/bin/app)\n"
                              f"\t{4096 + number % 50:16x} middle{number % 50}+0x20 (/bin/app)\n"
                              "\t            2000 main+0x30 (/bin/app)\n\n")
        return self.made("rows.perf.txt", make)
