"""Records the pstats samples: python Scripts/pstats_dumps.py FOLDER, with any Python from 2.7 on."""
import cProfile
import os
import profile
import pstats
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def pieces(n):
    for i in range(n):
        yield sorted(str(i) * 3)


def main():
    fib(12)
    even(30)
    total = sum(len(piece) for piece in pieces(40))
    # Two functions of one name on one line are one key in a dump.
    twice = [f(3) for f in (lambda x: x + 1, lambda x: x + 2)]
    return total + sum(twice)


def record(folder):
    ticks = [0]

    def count():
        ticks[0] += 3
        return ticks[0]

    profilers = {
        "cprofile": cProfile.Profile(),
        "no-builtins": cProfile.Profile(builtins=False),
        "integer-timer": cProfile.Profile(count, 0.001),
        "profile": profile.Profile(),
    }
    paths = {}
    for name in sorted(profilers):
        profilers[name].runcall(main)
        paths[name] = os.path.join(folder, name + ".pstats")
        profilers[name].dump_stats(paths[name])
    merged = pstats.Stats(paths["cprofile"], paths["no-builtins"])
    merged.strip_dirs()
    merged.dump_stats(os.path.join(folder, "merged-stripped.pstats"))


record(sys.argv[1])
