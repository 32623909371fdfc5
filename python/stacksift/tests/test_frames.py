"""pandas, polars and Parquet: every digit, whatever is null. Skipped where they are not installed."""

import importlib.util
import pathlib
import tempfile
import unittest

import stacksift
from tests import fixture

TABLE = stacksift.Table(
    ("whole", "holes", "ratio", "mixed", "name", "nothing"),
    [(2**62 + 1, None, 0.5, 1, "a", None), (-(2**62) - 1, 2**53 + 1, None, 0.25, None, None)])


def needs(*modules):
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    return unittest.skipIf(missing, f"not installed here: {', '.join(missing)}")


class FrameTests(unittest.TestCase):
    @needs("pandas")
    def test_pandas(self):
        frame = TABLE.to_pandas()
        self.assertEqual([str(dtype) for dtype in frame.dtypes[:4]], ["int64", "Int64", "float64", "float64"])
        self.assertEqual([int(value) for value in frame["whole"]], [2**62 + 1, -(2**62) - 1])
        self.assertEqual(int(frame["holes"][1]), 2**53 + 1)
        self.assertTrue(frame["nothing"].isna().all())
        self.assertEqual(len(stacksift.Table(("a", "a"), [(1, 2)]).to_pandas().columns), 2)
        self.assertEqual(list(stacksift.Table(("a",), []).to_pandas().columns), ["a"])

    @needs("polars")
    def test_polars(self):
        frame = TABLE.to_polars()
        self.assertEqual([str(dtype) for dtype in frame.dtypes], ["Int64", "Int64", "Float64", "Float64", "String", "Null"])
        self.assertEqual(frame["holes"].to_list(), [None, 2**53 + 1])
        self.assertEqual(frame["mixed"].to_list(), [1.0, 0.25])

    @needs("pyarrow")
    def test_parquet(self):
        from pyarrow import parquet

        with tempfile.TemporaryDirectory() as folder, fixture.open_samples() as store:
            files = store.to_parquet(folder)
            self.assertEqual({file.stem for file in files} - set(store.names()), set())
            self.assertLessEqual({"stack_value", "stack", "function", "profile"}, {file.stem for file in files})
            self.assertNotIn("stack_chain", {file.stem for file in files})
            for file in files:
                (rows,) = store.sql(f"SELECT count(*) FROM {file.stem}")[0]
                self.assertEqual(parquet.read_metadata(file).num_rows, rows, file.stem)
            table = parquet.read_table(pathlib.Path(folder) / "function_value.parquet")
            (total,) = store.sql("SELECT sum(total) FROM function_value")[0]
            self.assertEqual(sum(table["total"].to_pylist()), total)

    @needs("pyarrow")
    def test_parquet_of_views_and_of_odd_values(self):
        from pyarrow import parquet

        with tempfile.TemporaryDirectory() as folder, fixture.open_odd() as store:
            files = store.to_parquet(folder, ["top_all", "folded", "profile"])
            for file in files:
                expected = store.sql(f"SELECT * FROM {file.stem}")
                read = parquet.read_table(file).to_pylist()
                self.assertEqual([tuple(row.values()) for row in read], list(expected), file.stem)
            with self.assertRaises(stacksift.StoreError):
                store.to_parquet(folder, ["nothing"])


if __name__ == "__main__":
    unittest.main()
