"""A store, opened for reading."""

from __future__ import annotations

import json
import os
import pathlib
import sqlite3
from typing import TYPE_CHECKING, Any, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import functions
from .errors import StoreError
from .flamegraph import FlameGraph, Path
from .selector import Facts, Selector
from .table import Table

if TYPE_CHECKING:
    from types import TracebackType

Parameters = Union[Sequence[Any], Mapping[str, Any]]
# A profile's number, several, or a selector; None is the newest profile.
Profiles = Union[int, str, Iterable[int], None]

# "SSFT": what `PRAGMA application_id` of a store is.
APPLICATION_ID = 0x53534654
# The schemas that this module reads.
SCHEMA_VERSIONS = range(1, 1000)


def open(path: Union[str, "os.PathLike[str]"]) -> "Store":
    """Opens a store for reading; raises StoreError where the file is none."""
    return Store(path)


class Store:
    """A StackSift store. Nothing is ever written to it."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self.path = pathlib.Path(path)
        if not self.path.is_file():
            raise StoreError(f"expected a store, found no file: {self.path}")
        self.connection = sqlite3.connect(self.path.resolve().as_uri() + "?mode=ro", uri=True)
        try:
            (application,) = self.connection.execute("PRAGMA application_id").fetchone()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"expected a store, found {self.path}: {error}") from None
        if application != APPLICATION_ID:
            raise StoreError(f"expected a store of StackSift, found another database: {self.path}")
        functions.register(self.connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: "Optional[type[BaseException]]", error: Optional[BaseException], trace: "Optional[TracebackType]"
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    def __repr__(self) -> str:
        return f"stacksift.open({str(self.path)!r})"

    def sql(self, query: str, parameters: Parameters = ()) -> Table:
        """The answer of a SELECT; `?` and `:name` in it are filled from `parameters`."""
        cursor = self.connection.execute(query, parameters)
        return Table([column[0] for column in cursor.description or ()], cursor.fetchall())

    def names(self) -> List[str]:
        """The tables and views of the store."""
        rows = self.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
        return [name for (name,) in rows]

    def profiles(self, selector: Profiles = "") -> Table:
        """The profiles of the store, or those that a selector chooses."""
        chosen = None if selector == "" else json.dumps(self.choose(selector))
        return self.sql(
            "SELECT * FROM profile_wide WHERE :chosen IS NULL OR profile_id IN (SELECT value FROM json_each(:chosen)) "
            "ORDER BY profile_id", {"chosen": chosen})

    def choose(self, selector: Profiles = None) -> List[int]:
        """The numbers of the profiles that are meant; raises StoreError where there are none."""
        if isinstance(selector, int):
            selector = f"#{selector}"
        if isinstance(selector, Iterable) and not isinstance(selector, str):
            chosen = sorted(set(selector))
        else:
            text = selector or "@latest"
            chosen = Selector.parse(text).choose(self._facts())
        if not chosen:
            raise StoreError(f"expected profiles, found none for {selector!r} in {self.path}")
        return chosen

    def value_type(self, profiles: Sequence[int], name: Optional[str] = None) -> Tuple[int, str, str]:
        """Number, name and unit of the value type `name` that all `profiles` have; by default the first one's own."""
        rows = self.sql(
            """
            SELECT v.value_type_id, v.value_type, v.unit
            FROM profile_value pv JOIN value_type v USING (value_type_id)
            WHERE pv.profile_id IN (SELECT value FROM json_each(:profiles)) AND (:name IS NULL OR v.value_type = :name)
            GROUP BY v.value_type_id HAVING count(*) = json_array_length(:profiles)
            ORDER BY max(pv.is_default AND pv.profile_id = :first) DESC, sum(pv.is_default) DESC, v.value_type_id
            """, {"profiles": json.dumps(list(profiles)), "name": name, "first": profiles[0]})
        if not rows:
            raise StoreError(f"expected a value type {name or ''} that all profiles have, found none".replace("  ", " "))
        return rows[0]  # type: ignore[no-any-return]

    def top(self, profiles: Profiles = None, *, value: Optional[str] = None, limit: Optional[int] = 30,
            sort: str = "self") -> Table:
        """The hottest functions by `self` or `total`; several profiles are added up. `limit=None` gives all."""
        if sort not in ("self", "total"):
            raise ValueError(f"expected sort to be self or total, found {sort!r}")
        chosen = self.choose(profiles)
        (value_type_id, _, _) = self.value_type(chosen, value)
        return self.sql(
            f"""
            WITH whole (total) AS (
                SELECT sum(total) FROM profile_value
                WHERE value_type_id = :value AND profile_id IN (SELECT value FROM json_each(:profiles))
            )
            SELECT f.function, f.module, f.kind, sum(fv.self) AS self, sum(fv.total) AS total,
                CAST(sum(fv.self) AS REAL) / nullif(whole.total, 0) AS self_share,
                CAST(sum(fv.total) AS REAL) / nullif(whole.total, 0) AS total_share
            FROM whole JOIN function_value fv JOIN function f USING (function_id)
            WHERE fv.value_type_id = :value AND fv.profile_id IN (SELECT value FROM json_each(:profiles))
            GROUP BY f.function_id
            ORDER BY {sort} DESC, f.function_id
            LIMIT :limit
            """, {"profiles": json.dumps(chosen), "value": value_type_id, "limit": -1 if limit is None else limit})

    def diff(self, before: Profiles, after: Profiles, *, value: Optional[str] = None, by: str = "self",
             limit: Optional[int] = 30) -> Table:
        """Functions by how much they changed: means of the runs of each side, their ranges, and the change as a part
        of a mean run before. Whether it is more than noise is for `stacksift diff` to say."""
        if by not in ("self", "total"):
            raise ValueError(f"expected by to be self or total, found {by!r}")
        (left, right) = (self.choose(before), self.choose(after))
        (value_type_id, _, _) = self.value_type(sorted({*left, *right}), value)
        return self.sql(
            f"""
            WITH run (side, profile_id) AS (
                SELECT 'before', value FROM json_each(:before) UNION ALL SELECT 'after', value FROM json_each(:after)
            ),
            seen (function_id) AS (
                SELECT DISTINCT function_id FROM function_value
                WHERE value_type_id = :value AND profile_id IN (SELECT profile_id FROM run)
            ),
            side (function_id, side, mean, low, high) AS (
                SELECT seen.function_id, run.side, avg(coalesce(fv.{by}, 0)), min(coalesce(fv.{by}, 0)),
                    max(coalesce(fv.{by}, 0))
                FROM seen JOIN run
                LEFT JOIN function_value fv ON fv.profile_id = run.profile_id AND fv.value_type_id = :value
                    AND fv.function_id = seen.function_id
                GROUP BY seen.function_id, run.side
            ),
            whole (mean) AS (
                SELECT avg(pv.total) FROM run JOIN profile_value pv
                    ON pv.profile_id = run.profile_id AND pv.value_type_id = :value WHERE run.side = 'before'
            )
            SELECT f.function, f.module, b.mean AS before, a.mean AS after, a.mean - b.mean AS delta,
                (a.mean - b.mean) / nullif(whole.mean, 0) AS impact, a.mean / nullif(b.mean, 0) AS ratio,
                b.low AS before_min, b.high AS before_max, a.low AS after_min, a.high AS after_max
            FROM side b JOIN side a ON a.function_id = b.function_id AND b.side = 'before' AND a.side = 'after'
            JOIN function f ON f.function_id = b.function_id
            JOIN whole
            ORDER BY abs(a.mean - b.mean) DESC, f.function_id
            LIMIT :limit
            """,
            {"before": json.dumps(left), "after": json.dumps(right), "value": value_type_id,
             "limit": -1 if limit is None else limit})

    def flamegraph(self, profiles: Profiles = None, *, base: Profiles = None, value: Optional[str] = None,
                   title: Optional[str] = None, min_percent: float = 0.1) -> FlameGraph:
        """A flame graph that notebooks show inline; with `base`, what changed from there. Several profiles are averaged,
        so that both sides of a comparison are those of one run."""
        chosen = self.choose(profiles)
        other = None if base is None else self.choose(base)
        (value_type_id, name, unit) = self.value_type(sorted({*chosen, *(other or [])}), value)
        after = self._paths(chosen, value_type_id)
        before = None if other is None else self._paths(other, value_type_id)
        words = title or f"{name} of profile{'s' if len(chosen) > 1 else ''} {_listed(chosen)}" + (
            "" if other is None else f" against {_listed(other)}")
        return FlameGraph(after, before, unit=unit, title=words, min_percent=min_percent)

    def to_parquet(self, folder: Union[str, "os.PathLike[str]"], names: Optional[Iterable[str]] = None) -> List[pathlib.Path]:
        """Writes one file a table or view of `names`: by default all tables, and views in place of those that
        hold functions, paths and values packed. Needs pyarrow, or polars. Returns the files."""
        from .parquet import write

        return write(self, pathlib.Path(folder), names)

    def _facts(self) -> List[Facts]:
        columns = ("role", "run_group", "host", "format", "path", "status", "command")
        facts = {}
        for profile_id, recorded_ns, *values in self.connection.execute(
                f"SELECT profile_id, recorded_ns, {', '.join(columns)} FROM profile ORDER BY profile_id"):
            labels = {name: value for name, value in zip(columns, values) if value is not None}
            facts[profile_id] = Facts(profile_id, labels, recorded_ns)
        for profile_id, label, value in self.connection.execute("SELECT profile_id, label, value FROM profile_label"):
            facts[profile_id].labels[label] = value
        return list(facts.values())

    def _paths(self, profiles: Sequence[int], value_type_id: int) -> List[Path]:
        """The call tree of a mean run, parents before children; the profiler's own root is left off by the drawing."""
        rows = self.connection.execute(
            """
            SELECT s.stack_id, s.parent_id, f.function, f.module, f.kind,
                CAST(sum(sv.total) AS REAL) / json_array_length(:profiles)
            FROM stack_value sv JOIN stack s USING (stack_id) JOIN function f USING (function_id)
            WHERE sv.value_type_id = :value AND sv.profile_id IN (SELECT value FROM json_each(:profiles))
            GROUP BY s.stack_id
            ORDER BY s.stack_id
            """, {"profiles": json.dumps(list(profiles)), "value": value_type_id})
        return [Path(*row) for row in rows]


def _listed(profiles: Sequence[int]) -> str:
    shown = ", ".join(str(profile) for profile in profiles[:5])
    return shown + (f" and {len(profiles) - 5} more" if len(profiles) > 5 else "")
