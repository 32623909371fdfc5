#!/usr/bin/env python3
"""Makes many perf texts of one: each with some of its samples, at other times, a few functions renamed.

    store_traces.py BASE.perf.txt FOLDER FILES SAMPLES [RENAMED_PERCENT]

Files are gzip-compressed (level 1) and the same for the same words; the base is plain text. For measuring stores.
"""
import gzip
import os
import random
import re
import sys
import zlib

base, folder, files, samples = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
renamed = float(sys.argv[5]) if len(sys.argv) > 5 else 1.0
header = re.compile(rb"^(.*? +)(\d+)\.(\d+)(: .*)$", re.S)

with open(base, "rb") as source:
    blocks = [block for block in source.read().split(b"\n\n") if block.strip()]
os.makedirs(folder, exist_ok=True)
for number in range(files):
    chosen = random.Random(number)
    picked = sorted(chosen.sample(range(len(blocks)), min(samples, len(blocks))))
    out = []
    for place in picked:
        head, *frames = blocks[place].split(b"\n")
        match = header.match(head)
        if match:
            seconds = int(match[2]) + number * 1000
            head = match[1] + b"%d." % seconds + match[3] + match[4]
        kept = [head]
        for frame in frames:
            if renamed and zlib.crc32(frame[20:] + b"%d" % number) % 10000 < renamed * 100:
                at = frame.rfind(b"+0x")
                if at > 0:
                    frame = frame[:at] + b".v%d" % number + frame[at:]
            kept.append(frame)
        out.append(b"\n".join(kept))
    path = os.path.join(folder, f"run{number:04}.perf.txt.gz")
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as target:
        target.write(b"\n\n".join(out) + b"\n\n")
