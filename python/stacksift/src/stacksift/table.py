"""An answer of SQL: rows and columns, and the way to pandas and polars."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple

if TYPE_CHECKING:
    import pandas
    import polars

Row = Tuple[Any, ...]

# How many rows a notebook shows.
SHOWN_ROWS = 50


class Table(Sequence[Row]):
    """Rows of an answer, in memory; integers are exact, also beside nulls."""

    def __init__(self, columns: Sequence[str], rows: List[Row]) -> None:
        self.columns: Tuple[str, ...] = tuple(columns)
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> List[Any]:
        """The values of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def to_dicts(self) -> List[Dict[str, Any]]:
        """Each row with the names of its columns."""
        return [dict(zip(self.columns, row)) for row in self.rows]

    def to_pandas(self) -> "pandas.DataFrame":
        """The same in pandas: whole numbers beside nulls become `Int64`, which keeps all their digits."""
        import pandas

        columns = {}
        for place, values in enumerate(self._columns()):
            kind = kind_of(values)
            dtype = {int: "Int64" if None in values else "int64", float: "float64"}.get(kind, "object")  # type: ignore
            columns[place] = pandas.Series(values, dtype=dtype)
        frame = pandas.DataFrame(columns)
        frame.columns = pandas.Index(self.columns)
        return frame

    def to_polars(self) -> "polars.DataFrame":
        """The same in polars, with the types of all values, not of the first ones."""
        import polars

        types: Dict[Any, Any] = {
            int: polars.Int64, float: polars.Float64, str: polars.String, bytes: polars.Binary, None: polars.Null,
        }
        series = []
        for name, values in zip(self.columns, self._columns()):
            series.append(polars.Series(name, values, dtype=types[kind_of(values)], strict=False))
        return polars.DataFrame(series)

    def _columns(self) -> List[List[Any]]:
        return [[row[place] for row in self.rows] for place in range(len(self.columns))]

    def __repr__(self) -> str:
        shown = [[_cell(value) for value in row] for row in self.rows[:SHOWN_ROWS]]
        lines = [list(self.columns), *shown]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        numeric = [kind_of(values) in (int, float) for values in self._columns()]
        text = [
            "  ".join(
                word.rjust(width) if right else word.ljust(width) for word, width, right in zip(line, widths, numeric)
            ).rstrip()
            for line in lines
        ]
        return "\n".join([*text, *self._rest()])

    def _repr_html_(self) -> str:
        numeric = [kind_of(values) in (int, float) for values in self._columns()]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(
                f'<td style="text-align:{"right" if right else "left"}">{html.escape(_cell(value))}</td>'
                for value, right in zip(row, numeric)
            ) + "</tr>"
            for row in self.rows[:SHOWN_ROWS]
        )
        rest = "".join(f"<p>{line}</p>" for line in self._rest())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _rest(self) -> List[str]:
        hidden = len(self.rows) - SHOWN_ROWS
        return [f"... and {hidden} rows more"] if hidden > 0 else []


def kind_of(values: Sequence[Any]) -> Optional[type]:
    """The type that holds all values of a column: None where all are null."""
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return None
    if kinds == {int, float}:
        return float
    return kinds.pop() if len(kinds) == 1 else str


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
