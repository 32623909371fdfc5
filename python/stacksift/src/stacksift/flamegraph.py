"""A flame graph (icicle: callers above) that a notebook shows inline, drawn from the paths of a store."""

from __future__ import annotations

import html
import pathlib
import zlib
from dataclasses import dataclass, field
from importlib import resources
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

ROW = 18

# Larger units of a unit, largest first.
UNIT_STEPS: Dict[str, List[Tuple[float, str]]] = {
    "nanoseconds": [(1e9, "s"), (1e6, "ms"), (1e3, "\u00b5s"), (1, "ns")],
    "bytes": [(2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"), (1, "B")],
}


class Path(NamedTuple):
    """A path of functions with what was measured in it and below."""

    stack_id: int
    parent_id: Optional[int]
    function: str
    module: Optional[str]
    kind: Optional[str]
    total: float


@dataclass
class _Frame:
    """A path on its way into the drawing; `before` is its total on the other side."""

    function: str
    module: Optional[str]
    kind: Optional[str]
    total: float = 0
    before: float = 0
    callees: List["_Frame"] = field(default_factory=list)

    @property
    def width(self) -> float:
        """What its width stands for: the larger side, so that what is gone is seen too."""
        return max(self.total, self.before)


class FlameGraph:
    """Shown inline by notebooks; `html` is the page, `save` writes it."""

    def __init__(self, after: List[Path], before: Optional[List[Path]] = None, *, unit: str = "", title: str = "",
                 min_percent: float = 0.1) -> None:
        self.title = title
        self.unit = unit
        self.is_difference = before is not None
        self.min_percent = min_percent
        self._tops = _forest(after, before or [])
        self.total = sum(top.total for top in self._tops)
        self.before = sum(top.before for top in self._tops)

    @property
    def html(self) -> str:
        """A page of its own: no network, all names as text."""
        frames, rows = self._frames()
        legend = "red grew, blue shrank" if self.is_difference else "click zooms, Escape shows all"
        return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{_text(self.title)}</title>
<style>{_resource("flamegraph.css")}</style></head>
<body><header><b>{_text(self.title)}</b><span>{_text(legend)}</span>
<input type="search" aria-label="Search functions" placeholder="search"><output></output></header>
<svg id="frames" role="group" tabindex="0" width="100%" height="{rows * ROW}">{frames}</svg>
<footer id="details">&nbsp;</footer>
<script>{_resource("flamegraph.js")}</script></body></html>
"""

    def save(self, path: "str | pathlib.Path") -> pathlib.Path:
        """Writes the page."""
        file = pathlib.Path(path)
        file.write_text(self.html, encoding="utf-8")
        return file

    def _repr_html_(self) -> str:
        _, rows = self._frames()
        height = min(rows * ROW + 72, 640)
        # A frame of its own without the notebook's rights: nothing in it can reach the notebook.
        return (f'<iframe sandbox="allow-scripts" style="width:100%;height:{height}px;border:1px solid #8884" '
                f'title="{_text(self.title)}" srcdoc="{html.escape(self.html, quote=True)}"></iframe>')

    def __repr__(self) -> str:
        return f"<FlameGraph {self.title}: {_amount(self.total, self.unit)}>"

    def _frames(self) -> Tuple[str, int]:
        """The SVG of all frames that are wide enough, and how many rows they take."""
        whole = _Frame("all", None, "root", self.total, self.before, self._tops)
        parts: List[str] = []
        rows = 0
        for frame, left, width, depth in self._placed(whole):
            parts.append(self._svg(frame, left, width, depth))
            rows = max(rows, depth + 1)
        return "".join(parts), rows

    def _placed(self, whole: _Frame) -> Iterator[Tuple[_Frame, float, float, int]]:
        """Frames with left end, width (percent of the whole) and depth, callers first; no recursion on depth."""
        waiting = [(whole, 0.0, 100.0, 0)]
        while waiting:
            frame, left, width, depth = waiting.pop()
            yield frame, left, width, depth
            # Of a comparison the callees' larger sides may add up to more than the caller's: they share its width.
            inside = sum(callee.width for callee in frame.callees)
            scale = width / max(frame.width, inside) if inside else 0
            for callee in sorted(frame.callees, key=lambda callee: (callee.function, callee.module or "")):
                part = callee.width * scale
                if part >= self.min_percent:
                    waiting.append((callee, left, part, depth + 1))
                left += part

    def _svg(self, frame: _Frame, left: float, width: float, depth: int) -> str:
        return (f'<svg x="{left:.4f}%" y="{depth * ROW}" width="{width:.4f}%" height="{ROW - 1}" data-x="{left:.4f}" '
                f'data-w="{width:.4f}" data-d="{depth}"><rect width="100%" height="100%" fill="{self._color(frame)}"/>'
                f'<text x="4" y="13">{_text(frame.function)}</text><title>{_text(self._told(frame))}</title></svg>')

    def _told(self, frame: _Frame) -> str:
        name = frame.function + (f" [{frame.module}]" if frame.module else "")
        if not self.is_difference:
            share = f", {100 * frame.total / self.total:.2f} %" if self.total else ""
            return f"{name} \u2014 {_amount(frame.total, self.unit)}{share}"
        return (f"{name} \u2014 {_amount(frame.before, self.unit)} \u2192 {_amount(frame.total, self.unit)} "
                f"({_amount(frame.total - frame.before, self.unit, signed=True)})")

    def _color(self, frame: _Frame) -> str:
        if frame.kind == "root":
            return "hsl(220 8% 78%)"
        if self.is_difference:
            return _difference_color(frame.total - frame.before, max(self.total, self.before))
        shade = zlib.crc32(frame.function.encode("utf-8", "replace"))
        hue = {"kernel": 28, "jit": 140, "gc": 190, "interpreted": 48}.get(frame.kind or "", 12)
        return f"hsl({hue + shade % 14} {58 + shade // 14 % 14}% {64 + shade // 196 % 12}%)"


def _forest(after: List[Path], before: List[Path]) -> List[_Frame]:
    """The paths of both sides as one tree, by stack_id; parents come before children in each list."""
    frames: Dict[int, _Frame] = {}
    tops: List[_Frame] = []
    for paths, side in ((after, "total"), (before, "before")):
        for path in paths:
            frame = frames.get(path.stack_id)
            if frame is None:
                frame = frames[path.stack_id] = _Frame(path.function, path.module, path.kind)
                caller = frames.get(path.parent_id) if path.parent_id is not None else None
                (tops if caller is None else caller.callees).append(frame)
            setattr(frame, side, path.total)
    # The profiler's own root is no code.
    if len(tops) == 1 and tops[0].kind == "root":
        return tops[0].callees
    return tops


def _difference_color(delta: float, whole: float) -> str:
    if not delta or not whole:
        return "hsl(220 8% 88%)"
    strength = min(1.0, abs(delta) / whole * 8) ** 0.5
    return f"hsl({4 if delta > 0 else 214} {40 + 45 * strength:.0f}% {88 - 30 * strength:.0f}%)"


def _amount(value: float, unit: str, signed: bool = False) -> str:
    """A value as people write it."""
    sign = "+" if signed else ""
    for size, name in UNIT_STEPS.get(unit, []):
        if abs(value) >= size:
            return f"{value / size:{sign}.3g} {name}" if abs(value / size) < 1000 else f"{value / size:{sign},.0f} {name}"
    return f"{value:{sign},.10g} {unit}".rstrip()


def _text(text: str) -> str:
    """Text for HTML; control characters, which no page may have, read as U+FFFD."""
    return html.escape("".join("\ufffd" if ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 else letter for letter in text))


def _resource(name: str) -> str:
    return (resources.files("stacksift") / name).read_text(encoding="utf-8")
