"""Stores for the tests, made once by the command itself.

The command is $STACKSIFT, else `stacksift` on the path, else the one that was built last in this repository; without one
the tests that need a store are skipped.
"""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import stacksift

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
FOLDER = tempfile.TemporaryDirectory(prefix="stacksift-tests-")

# 64-bit values that a float cannot hold, and names that are HTML.
FOLDED = {
    "big.folded": "a;b 1152921504606846977\na;c;c 9007199254740993\n",
    "largest.folded": "a;b 9223372036854775807\n",
    "hostile.folded": "</script><img src=x onerror=alert(1)>;\u202egnp.exe;\"><b> 7\nplain;\x1b[31mred 3\n",
}


def command():
    """The built command, or None."""
    built = [REPOSITORY / ".build" / kind / "stacksift" for kind in ("debug", "release")]
    candidates = [os.environ.get("STACKSIFT"), shutil.which("stacksift"), *map(str, built)]
    return next((path for path in candidates if path and os.access(path, os.X_OK)), None)


def run(*arguments):
    """Runs the command in the repository."""
    if command() is None:
        raise unittest.SkipTest("no stacksift command here: make build, or set STACKSIFT")
    subprocess.run([command(), *arguments, "--quiet"], cwd=REPOSITORY, check=True, stdin=subprocess.DEVNULL)


@functools.lru_cache(maxsize=None)
def samples():
    """A store of the orders recordings, two sides of five runs in four formats, and of what is odd."""
    path = pathlib.Path(FOLDER.name) / "samples.db"
    for kind in ("perf", "cpuprofile", "pprof", "pstats"):
        for role in ("base", "slow30"):
            run("ingest", str(path), f"SampleTraces/{kind}/orders/{role}", "--label", f"role={role}",
                "--label", f"kind={kind}")
    run("ingest", str(path), "SampleTraces/mprof", "SampleTraces/chrome-trace", "SampleTraces/postgres-plan")
    return path


@functools.lru_cache(maxsize=None)
def odd():
    """A store with values that only 64-bit integers hold, columns without any value, and hostile names."""
    path = pathlib.Path(FOLDER.name) / "odd.db"
    for name, text in FOLDED.items():
        (pathlib.Path(FOLDER.name) / name).write_text(text, encoding="utf-8")
        run("ingest", str(path), str(pathlib.Path(FOLDER.name) / name))
    return path


def open_samples():
    return stacksift.open(samples())


def open_odd():
    return stacksift.open(odd())
