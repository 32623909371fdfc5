"""Tables and views as Parquet files."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional, Tuple

from .errors import StoreError

if TYPE_CHECKING:
    from .store import Store

# Rows that are held in memory at once.
BATCH_ROWS = 65536

# Tables that hold packed what a view gives plainly, and those views.
PACKED = {
    "series", "origin", "function_name", "stack_chain", "chain_step", "stack_run", "function_sum", "source_path", "line_sum",
}
PLAIN = ("function", "stack", "function_value", "line_value", "stack_value")

# What a column declares, or what `typeof` says of its values, and the type of the Parquet column.
KINDS = {"INTEGER": "int64", "REAL": "float64", "TEXT": "string", "BLOB": "binary"}


def write(store: "Store", folder: pathlib.Path, names: Optional[Iterable[str]]) -> List[pathlib.Path]:
    """Writes `folder/NAME.parquet` for each name; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in _checked(store, names):
        file = folder / f"{name}.parquet"
        _write_one(store, name, file)
        files.append(file)
    return files


def columns_of(store: "Store", name: str) -> List[Tuple[str, str]]:
    """The columns and their types: as declared, else (an expression of a view) as its values are."""
    columns = []
    for _, column, declared, *_ in store.connection.execute(f'PRAGMA table_info("{name}")').fetchall():
        columns.append((column, declared.upper() if declared.upper() in KINDS else _seen_type(store, name, column)))
    return columns


def _checked(store: "Store", names: Optional[Iterable[str]]) -> List[str]:
    known = store.names()
    if names is None:
        tables = store.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        plain = [name for name in tables.column("name") if name not in PACKED]
        return plain + [name for name in PLAIN if name not in plain]
    chosen = list(names)
    for name in chosen:
        if name not in known:
            raise StoreError(f"expected a table or view of the store, found {name!r}")
    return chosen


def _seen_type(store: "Store", name: str, column: str) -> str:
    rows = store.sql(f'SELECT DISTINCT upper(typeof("{column}")) FROM "{name}" WHERE "{column}" IS NOT NULL')
    kinds = {kind for (kind,) in rows}
    if kinds == {"INTEGER", "REAL"}:
        return "REAL"
    return kinds.pop() if len(kinds) == 1 else "TEXT"


def _write_one(store: "Store", name: str, file: pathlib.Path) -> None:
    columns = columns_of(store, name)
    cursor = store.connection.execute(f'SELECT * FROM "{name}"')
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        _write_with_polars(columns, cursor.fetchall(), file)
        return
    schema = pyarrow.schema([(column, getattr(pyarrow, KINDS[kind])()) for column, kind in columns])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while True:
            rows = cursor.fetchmany(BATCH_ROWS)
            if not rows:
                break
            values = [pyarrow.array(column, type=field.type) for column, field in zip(zip(*rows), schema)]
            writer.write_batch(pyarrow.record_batch(values, schema=schema))


def _write_with_polars(columns: List[Tuple[str, str]], rows: List[Tuple[Any, ...]], file: pathlib.Path) -> None:
    try:
        import polars
    except ImportError:
        raise StoreError("to_parquet needs pyarrow or polars: pip install pyarrow") from None
    types: Dict[str, Any] = {
        "INTEGER": polars.Int64, "REAL": polars.Float64, "TEXT": polars.String, "BLOB": polars.Binary,
    }
    schema = {column: types[kind] for column, kind in columns}
    polars.DataFrame(rows, schema=schema, orient="row", strict=False).write_parquet(file, compression="zstd")
