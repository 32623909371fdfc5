"""SQL functions that SQLite lacks: median, percentile, regexp."""

from __future__ import annotations

import functools
import math
import re
import sqlite3
from typing import List, Optional, Union

Number = Union[int, float]


def percentile_of(values: List[Number], percent: float) -> Optional[float]:
    """The value below which `percent` of 100 of `values` lie, between two of them by a straight line."""
    if not values:
        return None
    if not 0 <= percent <= 100:
        raise ValueError(f"expected a percentile between 0 and 100, found {percent}")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    # The low value and a part of the distance: equal neighbours stay exactly what they are.
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class Percentile:
    """The aggregate `percentile(x, percent)`; nulls do not count."""

    def __init__(self) -> None:
        self.values: List[Number] = []
        self.percent: float = 50

    def step(self, value: Optional[Number], percent: float) -> None:
        self.percent = percent
        if value is not None:
            self.values.append(value)

    def finalize(self) -> Optional[float]:
        return percentile_of(self.values, self.percent)


class Median(Percentile):
    """The aggregate `median(x)`."""

    def step(self, value: Optional[Number], percent: float = 50) -> None:
        super().step(value, 50)


@functools.lru_cache(maxsize=64)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern)


def regexp(pattern: Optional[str], text: Optional[str]) -> Optional[bool]:
    """`text REGEXP pattern`: whether the pattern is found anywhere in the text; null of null."""
    if pattern is None or text is None:
        return None
    return _compiled(str(pattern)).search(str(text)) is not None


def register(connection: sqlite3.Connection) -> None:
    """Makes the functions known to a connection."""
    connection.create_aggregate("percentile", 2, Percentile)  # type: ignore[arg-type]
    connection.create_aggregate("median", 1, Median)  # type: ignore[arg-type]
    connection.create_function("regexp", 2, regexp, deterministic=True)
