"""The other tools: how each is called, and whether it is there."""

import functools
import os
import shutil
import subprocess
import sys

PYTHON = os.path.realpath(sys.executable)
PSTATS = "import pstats,sys; pstats.Stats(sys.argv[1]).sort_stats('tottime').print_stats(5)"
NODE = "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))"


class Peer:
    def __init__(self, name, command, program=None):
        self.name, self.command = name, command
        self.found = bool(command) and shutil.which(str(program or command[0])) is not None


def wc(path):
    return Peer("wc -l", ["wc", "-l", path])


def node(path):
    return Peer("node JSON.parse", ["node", "-e", NODE, path])


def pstats(path):
    return Peer("Python's pstats", [PYTHON, "-c", PSTATS, path])


def flameprof(path):
    """As a module of this interpreter: what stands on the path may be a version manager's shim, which takes longer than
    what is measured."""
    known = subprocess.run([PYTHON, "-c", "import flameprof"], capture_output=True).returncode == 0
    return Peer("flameprof", [PYTHON, "-m", "flameprof", path] if known else [])


@functools.cache
def go():
    """The real go, whatever stands before it on the path."""
    try:
        root = subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True).stdout.strip()
    except OSError:
        return "go"
    return os.path.join(root, "bin/go")


def pprof(*arguments):
    return Peer(f"go tool pprof {arguments[0]}", [go(), "tool", "pprof", *arguments])


def script(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def inferno_collapse(folder, perf):
    """inferno's collapse inside `flamegraph` (cargo flamegraph's binary): a stub in perf's place prints the text, and
    what is collapsed is thrown away before it is drawn."""
    stub = folder / f"stub-{perf.name}"
    script(stub / "perf", f'exec cat "{perf}"')
    script(stub / "collapsed", 'cat > /dev/null; echo "a 1"')
    return inferno(stub, perf, stub / "collapsed", folder)


def inferno_drawing(folder, folded):
    """inferno's drawing inside `flamegraph`: what it collapses is one sample, and the folded text comes in its place."""
    stub = folder / f"draw-{folded.name}"
    script(stub / "perf", "printf 'a 1 1.0: 1 x: \\n\\t1 f (m)\\n\\n'")
    script(stub / "drawn", f'cat > /dev/null; exec cat "{folded}"')
    return inferno(stub, folded, stub / "drawn", folder)


def inferno(stub, data, filter, folder):
    program = shutil.which("flamegraph") or "flamegraph"
    return Peer("inferno 0.12 in flamegraph",
                ["env", f"PATH={stub}:{os.environ['PATH']}", program, "--perfdata", data, "--post-process", filter,
                 "-o", folder / "inferno.svg"], program)


# One prepared statement, a row at a time, in one transaction: what a careful C program does.
INSERTS = r"""
#include <sqlite3.h>
#include <stdlib.h>
int main(int count, char **words) {
    sqlite3 *db; sqlite3_stmt *row;
    long rows = atol(words[2]);
    if (sqlite3_open(words[1], &db)) return 1;
    sqlite3_exec(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                     "CREATE TABLE sample(a INT,b INT,c INT,d INT,e INT,f INT,g INT); BEGIN", 0, 0, 0);
    sqlite3_prepare_v2(db, "INSERT INTO sample VALUES(?,?,?,?,?,?,?)", -1, &row, 0);
    for (long number = 0; number < rows; number++) {
        sqlite3_bind_int64(row, 1, 1); sqlite3_bind_int64(row, 2, number);
        sqlite3_bind_int64(row, 3, number * 1000); sqlite3_bind_int64(row, 4, number % 8);
        sqlite3_bind_int64(row, 5, number % 50000); sqlite3_bind_int64(row, 6, 1);
        sqlite3_bind_int64(row, 7, 1000);
        if (sqlite3_step(row) != SQLITE_DONE) return 1;
        sqlite3_reset(row);
    }
    sqlite3_exec(db, "COMMIT", 0, 0, 0);
    return sqlite3_close(db);
}
"""


def sqlite_inserts(folder, rows):
    """The C interface's own rate; absent without a C compiler and SQLite's header."""
    source, program = folder / "inserts.c", folder / "inserts"
    source.write_text(INSERTS)
    built = shutil.which("cc") and subprocess.run(["cc", "-O2", "-o", program, source, "-lsqlite3"]).returncode == 0
    target = folder / "rows.db"
    command = ["sh", "-c", f'rm -f "{target}"; "{program}" "{target}" {rows}; rm -f "{target}"'] if built else []
    return Peer("SQLite's C interface, one-row inserts", command)
