"""Every table and view of a store is read by sqlite3, pandas, polars and DuckDB, and all of them read the same.

Tools that are not installed are skipped. DuckDB needs its extension for SQLite, which it downloads itself, or which
stands in the package duckdb-extension-sqlite-scanner.
"""

import contextlib
import glob
import importlib
import math
import sqlite3
import unittest

from tests import fixture


def installed(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        raise unittest.SkipTest(f"{name} is not installed here") from None


def plain(row):
    """A row as Python's own values: whole numbers as int, what is absent as None."""
    return tuple(plain_value(value) for value in row)


def plain_value(value):
    if value is None or type(value).__name__ == "NAType":
        return None
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


class ReaderTests(unittest.TestCase):
    def check(self, read):
        """`read(path, name)` must give the rows of each table and view as SQLite itself does, in any order."""
        for store in (fixture.samples(), fixture.odd()):
            with contextlib.closing(sqlite3.connect(store)) as connection:
                names = [name for (name,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")]
                self.assertGreater(len(names), 35)
                for name in names:
                    with self.subTest(store=store.stem, name=name):
                        expected = sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))
                        got = sorted(repr(plain(row)) for row in read(store, name))
                        self.assertEqual(len(got), len(expected))
                        for ours, theirs in zip(got, expected):
                            self.assertEqual(ours, theirs)

    def test_every_table_has_rows_somewhere(self):
        with contextlib.closing(sqlite3.connect(fixture.samples())) as store:
            empty = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
                     if not store.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]
        self.assertEqual([name for name in empty if not name.startswith("comparison")], [])

    def test_pandas(self):
        pandas = installed("pandas")

        def read(store, name):
            with contextlib.closing(sqlite3.connect(store)) as connection:
                frame = pandas.read_sql_query(f"SELECT * FROM {name}", connection, dtype_backend="numpy_nullable")
            return frame.itertuples(index=False, name=None)

        self.check(read)

    def test_polars(self):
        polars = installed("polars")

        def read(store, name):
            with contextlib.closing(sqlite3.connect(store)) as connection:
                frame = polars.read_database(f"SELECT * FROM {name}", connection, infer_schema_length=None)
            return frame.iter_rows()

        self.check(read)

    def test_duckdb(self):
        duckdb = installed("duckdb")
        connection = duckdb.connect(config={"allow_unsigned_extensions": True})
        self.addCleanup(connection.close)
        try:
            connection.execute("LOAD sqlite")
        except duckdb.Error:
            package = installed("duckdb_extension_sqlite_scanner")
            (file,) = glob.glob(f"{package.__path__[0]}/extensions/*/*.duckdb_extension")
            connection.execute(f"INSTALL '{file}'")
            connection.execute("LOAD sqlite_scanner")
        connection.execute(f"ATTACH '{fixture.samples()}' AS samples (TYPE sqlite, READ_ONLY)")
        connection.execute(f"ATTACH '{fixture.odd()}' AS odd (TYPE sqlite, READ_ONLY)")

        def read(store, name):
            answer = connection.execute(f"SELECT * FROM {store.stem}.{name}")
            types = {column[0]: str(column[1]) for column in answer.description}
            self.assertEqual(set(types.values()) - {"BIGINT", "DOUBLE", "VARCHAR"}, set(), f"{name}: {types}")
            return answer.fetchall()

        self.check(read)

    def test_the_helper(self):
        installed("pandas")
        installed("polars")
        for store in (fixture.open_samples(), fixture.open_odd()):
            with store:
                for name in store.names():
                    table = store.sql(f"SELECT * FROM {name}")
                    expected = [plain(row) for row in table]
                    self.assertEqual([plain(row) for row in table.to_pandas().itertuples(index=False)], expected, name)
                    self.assertEqual([plain(row) for row in table.to_polars().iter_rows()], expected, name)


if __name__ == "__main__":
    unittest.main()
