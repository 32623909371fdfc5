"""Times StackSift beside every other tool that is installed, and writes the figures into docs/performance.md.

    python3 Scripts/bench [--inputs DIR] [--runs N] [--only TEXT] [--growth] [--out FILE]

DIR holds perf-real.txt.zst, real.cpuprofile.zst, real-go.pb.gz, real.pstats.zst and their generators (default:
../shared/bench). What is made from them is kept in .build/bench, about 2 GB. Tools are run in turn, A B A B, as whole
processes; figures are medians of user + system CPU seconds and of peak memory, as the operating system accounts for
each process. A tool that is not there is left out; one that takes over 20 s is run once. Where valgrind and a C
compiler are there, the instructions of our own commands are counted too: they do not depend on what else the machine
does. --growth adds time and memory from 1 MB to 1 GB and of very deep and very wide inputs, which takes half an hour.
"""

import argparse
import pathlib
import sys

from growth import growth
from inputs import Inputs
from jobs import jobs, rows_alone
from measuring import before_indexes, instructions, paired, threads
from ourselves import flame_graphs
from page import write
from shapes import shapes

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Under valgrind a command takes fifty times as long.
COUNTED = 0.6


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=pathlib.Path, default=ROOT.parent / "shared/bench")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="jobs whose name has this text; nothing is written")
    parser.add_argument("--growth", action="store_true", help="also measure 1 MB to 1 GB of each format")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/performance.md")
    options = parser.parse_args()
    if not (options.inputs / "perf-real.txt.zst").exists():
        sys.exit(f"expected the benchmark inputs in {options.inputs} (--inputs), found none")
    return options


def main():
    options = arguments()
    binary = ROOT / ".build/release/stacksift"
    inputs = Inputs(options.inputs, ROOT / ".build/bench", binary)
    rows, counted, missing = [], {}, []
    for job in jobs(binary, inputs):
        if options.only not in job.name:
            continue
        if not job.peer.found:
            missing.append(job.peer.name)
            continue
        try:
            row = paired(job, options.runs)
        except RuntimeError as error:
            # One tool that fails must not cost the figures of all others.
            print(f"{job.name}: {error}", file=sys.stderr, flush=True)
            missing.append(f"{job.peer.name} (failed)")
            continue
        rows.append(row)
        if row.ours < COUNTED and job.ours[0] == str(binary):
            counted.setdefault(job.name, job.ours)
        print(f"{job.name}: {row.ours:.3f} s, {row.our_memory:.0f} MiB; {job.peer.name} {row.theirs:.3f} s,"
              f" {row.their_memory:.0f} MiB; {row.ratio:.2f} x", flush=True)
    alone = rows_alone(inputs)
    if options.only in alone.name and alone.peer.found:
        rows.append(before_indexes(alone, binary, inputs, options.runs))
        print(f"{alone.name}: {rows[-1].ours:.3f} s; {rows[-1].theirs:.3f} s; {rows[-1].ratio:.2f} x", flush=True)
    split = threads(binary, inputs, options.runs) if not options.only else []
    counts = instructions(binary, inputs.folder, counted)
    grown = growth(binary, inputs) if options.growth else []
    shaped = shapes(binary, inputs.folder) if options.growth else []
    if not options.only:
        flame_graphs(binary, inputs, ROOT / "docs/images")
        write(options.out, rows, split, counts, grown, shaped, sorted(set(missing)), options.runs)


main()
