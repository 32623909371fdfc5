"""Makes the stores that the notebooks look at, from SampleTraces, with the `stacksift` command.

The command is $STACKSIFT, else the one on the path.
"""

import os
import pathlib
import subprocess
import tempfile

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "SampleTraces").is_dir())
COMMAND = os.environ.get("STACKSIFT", "stacksift")
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="stacksift-notebook-"))

# The states of the sample program `orders`, in the order in which they were committed in this story.
STATES = {"base": "a1f03c2", "newfn": "5be9710", "slow30": "c20d6aa"}


def ingest(store, *traces, **labels):
    """Adds traces of SampleTraces to a store."""
    words = [word for name, value in labels.items() for word in ("--label", f"{name}={value}")]
    paths = [f"SampleTraces/{trace}" for trace in traces]
    subprocess.run([COMMAND, "ingest", str(store), *paths, *words, "--quiet"], cwd=ROOT, check=True)


def two_sides():
    """Five runs before and five after a change that made one function slower, as perf and as a Node profile."""
    store = FOLDER / "two-sides.db"
    for kind in ("perf", "cpuprofile"):
        ingest(store, f"{kind}/orders/base", role="before", kind=kind)
        ingest(store, f"{kind}/orders/slow30", role="after", kind=kind)
    return store


def nightly():
    """A run each night for fifteen nights; two commits came in meanwhile."""
    store = FOLDER / "nightly.db"
    night = 0
    for state, commit in STATES.items():
        for trace in sorted((ROOT / "SampleTraces/perf/orders" / state).iterdir()):
            night += 1
            ingest(store, trace.relative_to(ROOT / "SampleTraces"), commit=commit, recorded=f"2026-05-{night:02}")
    return store


def memory():
    """What one program allocates and where it spends its time, and recordings of memory over time."""
    store = FOLDER / "memory.db"
    ingest(store, "heapprofile/node-20.20.2/orders.heapprofile", kind="heap")
    ingest(store, "cpuprofile/orders/base", kind="cpu")
    ingest(store, "mprof/memory_profiler-0.61", kind="memory")
    ingest(store, "pstats/orders/base/run1.pstats", kind="python")
    return store
