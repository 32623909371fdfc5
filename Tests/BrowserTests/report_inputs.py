#!/usr/bin/env python3
"""Makes folded stacks for reports: hostile.folded with names that are HTML, large.folded with 200 000 paths.

    report_inputs.py FOLDER
"""

import pathlib
import random
import sys

HOSTILE = [
    "</script><script>window.hacked=1</script>", "\"><img src=x onerror=window.hacked=1>", "' onmouseover='window.hacked=1",
    "<!--", "]]>", "\u202egnp.exe\u2066", "\u200f\u05d0", "\u2028\u2029", "\x1b[31mred\x1b[0m", "__proto__", "constructor",
    "toString", "<b>bold</b>", "&lt;", "\\u003c", "\ufeff",
]


def hostile():
    for i, caller in enumerate(HOSTILE):
        for k, callee in enumerate(HOSTILE):
            yield f"{caller};{callee} {i + k + 1}"


def large(count=200_000):
    """Stacks that share their beginnings, as a real program's do, until there are `count` paths."""
    chosen = random.Random(5)
    names = [f"module_{i % 40}::function_{i}<T{i % 7}>" for i in range(6000)]
    path, seen = [], set()
    while len(seen) < count:
        del path[chosen.randint(0, len(path)):]
        for _ in range(min(chosen.randint(1, 12), 60 - len(path))):
            path.append(chosen.choice(names[:50] if len(path) < 3 else names))
            seen.add(hash(tuple(path)))
        if path:
            yield ";".join(path) + f" {chosen.randint(1, 500)}"


folder = pathlib.Path(sys.argv[1])
(folder / "hostile.folded").write_text("\n".join(hostile()) + "\n", encoding="utf-8")
(folder / "large.folded").write_text("\n".join(large()) + "\n", encoding="utf-8")
