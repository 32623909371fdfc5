"""Puts the figures into docs/performance.md, between two marks; what people wrote around them stays."""

import os
import platform
import subprocess

BEGIN, END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"
GROWTH = "<!-- growth: written by `python3 Scripts/bench --growth` -->"


def version(*command):
    try:
        lines = subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()
        return lines[0] if lines else "unknown"
    except OSError:
        return "unknown"


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    return (f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()};\n"
            f"{version('swift', '--version')}; Python {platform.python_version()}; node {version('node', '--version')};"
            f" {version('go', 'version')}.")


def table(heads, rows):
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    yield from ("| " + " | ".join(map(str, row)) + " |" for row in rows)
    yield ""


def ratio(number):
    """Above one how much less we take; below it how much more."""
    return "-" if number is None else f"{number:.1f}" if number >= 1 else f"1/{1 / number:.1f}"


def beside(rows):
    for row in rows:
        job = row.job
        met = "" if job.wanted is None else "yes" if row.ratio >= job.wanted else "**no**"
        yield (job.name, f"{row.size:.1f}" if row.size else "-", f"{row.ours:.3f}", f"{row.our_memory:.0f}",
               job.peer.name + (", one run" if row.runs == 1 else ""), f"{row.theirs:.3f}", f"{row.their_memory:.0f}",
               ratio(row.ratio), ratio(job.wanted), met)


def figures(rows, split, counts, missing, runs):
    yield from ("", f"Machine: {machine()}", "", f"Medians of {runs} runs.", "")
    yield from table(("job", "MB", "ours, CPU s", "peak MiB", "other tool", "CPU s", "peak MiB", "other / ours",
                      "wanted", "met"), beside(rows))
    if missing:
        yield from (f"Not there, and so not measured: {', '.join(missing)}.", "")
    if split:
        yield from ("One large file, read by one thread and by two:", "")
        yield from table(("job", "MB", "wall s, 1 thread", "wall s, 2 threads", "2 / 1, wall", "2 / 1, CPU"),
                         ((row.name, f"{row.size:.1f}", f"{row.one:.3f}", f"{row.two:.3f}", f"{row.ratio:.2f}",
                           f"{row.cpu_ratio:.2f}") for row in split))
    if counts:
        yield from ("Instructions of our own commands (`valgrind --tool=callgrind`), to see regressions by:", "")
        yield from table(("job", "million instructions"), ((name, f"{count:.0f}") for name, count in counts.items()))


def growth(grown, shaped):
    if grown:
        yield from ("Growth, one thread; inputs enlarged with new names, addresses and times (one run each, after a warm-up;",
                    "`fold` of text and .cpuprofile, `top` of pprof and pstats):", "")
        yield from table(("input", "MB", "CPU s", "peak MiB", "MB per CPU s"),
                         ((row.name, f"{row.size:.1f}", f"{row.cpu:.3f}", f"{row.memory:.0f}",
                           f"{row.size / max(row.cpu, 0.001):.0f}") for row in grown))
    if shaped:
        yield from ("Very deep and very wide inputs, one thread; N is the last of the sizes:", "")
        yield from table(("input", "command", "sizes", "CPU s", "peak MiB"),
                         ((row.name, f"`{row.command}`", ", ".join(map(str, row.sizes)),
                           ", ".join(f"{second:.2f}" for second in row.seconds), f"{row.memory:.0f}")
                          for row in shaped))


def write(path, rows, split, counts, grown, shaped, missing, runs):
    """Growth that was not measured stays as it was."""
    before, _, rest = path.read_text().partition(BEGIN)
    old, _, after = rest.partition(END)
    new = "\n".join(figures(rows, split, counts, missing, runs))
    later = "\n" + "\n".join(growth(grown, shaped)) if grown or shaped else old.partition(GROWTH)[2]
    path.write_text(before + BEGIN + "\n" + new + "\n" + GROWTH + later + END + after)
