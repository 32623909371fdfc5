"""What is measured: our command, another tool's, and how much less we mean to take."""

import os

import peers


class Job:
    """`wanted`: the other tool's CPU time over ours, at least."""

    def __init__(self, name, source, ours, peer, wanted=None):
        self.name, self.ours, self.peer, self.wanted = name, list(map(str, ours)), peer, wanted
        self.sources = [] if source is None else source if isinstance(source, list) else [source]

    @property
    def size(self):
        return sum(map(os.path.getsize, self.sources)) / 1e6


def jobs(binary, inputs):
    found = [*perf(binary, inputs), *drawing(binary, inputs), *pprof(binary, inputs), *others(binary, inputs)]
    return [job for job in found if all(source is not None for source in job.sources)]


def rows_alone(inputs):
    """What `measuring.before_indexes` measures; the CPU time of one-row inserts over ours, as rows for CPU seconds."""
    return Job("5 M samples -> SQLite, before indexes, without reading", inputs.sample_rows, [],
               peers.sqlite_inserts(inputs.folder, 5_000_000), 1.5)


def perf(binary, inputs):
    for name, path in (("perf text -> folded, 1 thread", inputs.perf),
                       ("perf text -> folded, 1 thread, enlarged", inputs.perf_large)):
        if path is None:
            continue
        fold = [binary, "fold", path, "-j", "1", "--quiet"]
        yield Job(name, path, fold, peers.wc(path), 1 / 7)
        yield Job(name, path, fold, peers.inferno_collapse(inputs.folder, path), 8)
        yield Job(name, path, fold, peers.Peer("inferno-collapse-perf", ["inferno-collapse-perf", "-n", "1", path]), 8)
        yield Job(name, path, fold, peers.Peer("stackcollapse-perf.pl", ["stackcollapse-perf.pl", path]))
    for name, path, tool in (("perf text .gz -> folded", inputs.perf_gz, "gzip"),
                             ("perf text .zst -> folded", inputs.perf_zst, "zstd")):
        yield Job(name, path, [binary, "fold", path, "-j", "1", "--quiet"],
                  peers.Peer(f"{tool} -dc alone", [tool, "-dc", path]))


def drawing(binary, inputs):
    for name, path in (("folded -> SVG", inputs.folded), ("folded -> SVG, large", inputs.folded_large)):
        draw = [binary, "flamegraph", path, "-o", inputs.folder / "ours.svg", "--quiet", "-j", "1"]
        yield Job(name, path, draw, peers.inferno_drawing(inputs.folder, path), 2)
        yield Job(name, path, draw, peers.Peer("inferno-flamegraph", ["inferno-flamegraph", path]), 2)
    pair = [inputs.folded_large, inputs.folded_after]
    differential = [binary, "flamegraph", pair[1], "--base", pair[0], "-o", inputs.folder / "diff.svg", "--quiet",
                    "-j", "1"]
    both = 'inferno-diff-folded "$0" "$1" | inferno-flamegraph'
    yield Job("two folded -> differential SVG", pair, differential,
              peers.Peer("inferno-diff-folded, inferno-flamegraph", ["sh", "-c", both, *pair], "inferno-diff-folded"), 2)
    # inferno's own binaries are seldom at hand: the second half of its work alone, from two values a line on. By
    # shared/peers.md the first half takes 1.6 times as long (143 MB a CPU second of both texts, drawing 119 of one), so
    # that half of all is 1.28 times the drawing.
    drawing = peers.inferno_drawing(inputs.folder, inputs.folded_both)
    drawing.name += ", its drawing alone"
    yield Job("two folded -> differential SVG", pair, differential, drawing, 0.78)


def pprof(binary, inputs):
    small, large, other, fleet = inputs.pprof, inputs.pprof_large, inputs.pprof_other, inputs.pprof_fleet
    out, theirs = inputs.folder / "ours.pb.gz", f"-output={inputs.folder}/theirs.pb.gz"
    top = lambda path: [binary, "top", path, "-n", "5", "--quiet"]
    merge = lambda paths: [binary, "merge", *paths, "-o", out, "--quiet"]
    yield Job("pprof -> top 5", large, top(large), peers.pprof("-proto", theirs, large), 15)
    yield Job("pprof -> top 5", large, top(large), peers.pprof("-top", "-nodecount=5", large), 40)
    yield Job("pprof read and write", large, merge([large]), peers.pprof("-proto", theirs, large), 8)
    yield Job("pprof diff", [large, other], [binary, "diff", large, other, "--quiet"],
              peers.pprof("-top", "-nodecount=20", f"-diff_base={large}", other), 60)
    yield Job("merge of 50 pprof files", fleet, merge(fleet), peers.pprof("-proto", theirs, *fleet), 15)
    yield Job("small pprof -> top 5", small, top(small), peers.pprof("-top", "-nodecount=5", small), 40)
    yield Job("small pprof read and write", small, merge([small]), peers.pprof("-proto", theirs, small), 8)


def others(binary, inputs):
    fold = lambda path: [binary, "fold", path, "--quiet"]
    yield Job("pstats -> top 5", inputs.pstats_large, [binary, "top", inputs.pstats_large, "-n", "5", "--quiet"],
              peers.pstats(inputs.pstats_large), 15)
    yield Job("pstats -> SVG", inputs.pstats,
              [binary, "flamegraph", inputs.pstats, "-o", inputs.folder / "y.svg", "--quiet"],
              peers.flameprof(inputs.pstats), 15)
    yield Job(".cpuprofile -> folded", inputs.profile, fold(inputs.profile), peers.node(inputs.profile), 2)
    yield Job(".cpuprofile -> folded, many samples", inputs.profile_heavy, fold(inputs.profile_heavy),
              peers.node(inputs.profile_heavy), 2)
    yield Job("start-up", None, [binary, "--version"], peers.Peer("python3 -c 0", [peers.PYTHON, "-c", "0"]), 4)
    database = inputs.folder / "ours.db"
    yield Job("5 M samples -> SQLite", inputs.sample_rows,
              ["sh", "-c", f'rm -f "{database}"; "{binary}" export --as sqlite "{inputs.sample_rows}" -o "{database}"'
               f' --quiet; rm -f "{database}"'],
              peers.sqlite_inserts(inputs.folder, 5_000_000))
