"""Writes a pprof profile that is hard to read: deep stacks that are nearly all distinct, many functions, inlined calls,
labels on a third of the samples (the schema is profile.proto of github.com/google/pprof)."""

import gzip
import random

FUNCTIONS, LOCATIONS, FILES, VALUES = 60_000, 170_000, 300, 1000


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def strings(functions):
    yield from (b"", b"samples", b"count", b"cpu", b"nanoseconds", b"/bin/server", b"request", b"bytes")
    yield from (b"pkg/mod%d.(*T).func%d" % (index % FILES, index) for index in range(functions))
    yield from (b"/src/mod%d.go" % index for index in range(FILES))
    yield from (b"value%d" % index for index in range(VALUES))


def samples(count, dice, places, functions):
    """Stacks that mostly begin like an earlier one, as real ones do."""
    encoded, earlier = [varint(index + 1) for index in range(places)], []
    weights = [message(2, varint(share) + varint(10_000_000 * share)) for share in (1, 2, 3)]
    labels = [message(3, number(1, 6) + number(2, 8 + functions + FILES + index)) for index in range(VALUES)]
    for index in range(count):
        stack = []
        if earlier and dice.random() < 0.8:
            parent = dice.choice(earlier)
            stack = parent[:dice.randint(5, len(parent))]
        stack = stack + dice.choices(encoded, k=max(dice.randint(20, 40) - len(stack), 1))
        if len(earlier) < 5000:
            earlier.append(stack)
        elif dice.random() < 0.05:
            earlier[dice.randrange(5000)] = stack
        label = labels[index % VALUES] if index % 3 == 0 else b""
        yield message(2, message(1, b"".join(reversed(stack))) + weights[index % 3] + label)


def locations(places, functions):
    for index in range(1, places + 1):
        line = index % 900 + 1
        calls = message(4, number(1, 1 + index % functions) + number(2, line))
        if index % 5 == 0:
            calls = message(4, number(1, 1 + index * 7 % functions) + number(2, line)) + calls
        yield message(4, number(1, index) + number(2, 1) + number(3, 0x400000 + index * 16) + calls)


def write(path, count, seed):
    """A profile of `count` samples; gzip where the path says so."""
    dice = random.Random(seed)
    # A small profile has no more places than a program of its size would.
    places = min(LOCATIONS, max(count // 2, 100))
    functions = min(FUNCTIONS, max(count // 6, 50))
    with (gzip.open(path, "wb", 4) if str(path).endswith(".gz") else open(path, "wb")) as out:
        out.write(message(1, number(1, 1) + number(2, 2)) + message(1, number(1, 3) + number(2, 4)))
        for sample in samples(count, dice, places, functions):
            out.write(sample)
        out.write(message(3, number(1, 1) + number(2, 0x400000) + number(3, 0x9000000) + number(5, 5) + number(7, 1)))
        for location in locations(places, functions):
            out.write(location)
        for index in range(functions):
            out.write(message(5, number(1, index + 1) + number(2, 8 + index) + number(3, 8 + index)
                              + number(4, 8 + functions + index % FILES)))
        for text in strings(functions):
            out.write(message(6, text))
        out.write(number(12, 10_000_000))
