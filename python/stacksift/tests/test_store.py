"""What a notebook asks of a store."""

import json
import pathlib
import subprocess
import tempfile
import unittest

import stacksift
from tests import fixture


class StoreTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = fixture.open_samples()
        cls.addClassCleanup(cls.store.close)

    def command_json(self, *arguments):
        answer = subprocess.run([fixture.command(), *arguments, "--json", "--quiet"], cwd=fixture.REPOSITORY, check=True,
                                capture_output=True)
        return json.loads(answer.stdout)

    def test_top_says_what_the_command_says(self):
        for selector in ["#1", "kind=perf,role=base", "kind=pstats,role=slow30", "kind=pprof,@latest"]:
            own = {(row["function"], row["module"]): (row["self"], row["total"])
                   for row in self.store.top(selector, limit=None).to_dicts()}
            answer = self.command_json("top", "-n", "0", f"{fixture.samples()}:{selector}")
            told = {}
            for row in answer["functions"]:
                self.assertIn((row["name"], row["module"]), own, selector)
                told[(row["name"], row["module"])] = (row["self"], row["total"])
            self.assertEqual(own, told, selector)

    def test_top_sorts_and_limits(self):
        table = self.store.top("kind=perf,role=base", sort="total", limit=5)
        self.assertEqual(len(table), 5)
        totals = table.column("total")
        self.assertEqual(totals, sorted(totals, reverse=True))
        self.assertGreater(table.column("total_share")[0], 0.5)
        with self.assertRaises(ValueError):
            self.store.top(sort="name")

    def test_diff_finds_what_became_slower(self):
        for kind, function in [("perf", "score_order"), ("pprof", "main.scoreOrder"), ("cpuprofile", "scoreOrder")]:
            table = self.store.diff(f"kind={kind},role=base", f"kind={kind},role=slow30")
            first = table.to_dicts()[0]
            self.assertEqual(first["function"], function)
            self.assertAlmostEqual(first["delta"], first["after"] - first["before"])
            self.assertLessEqual(first["before_min"], first["before"])
            self.assertGreaterEqual(first["after_max"], first["after"])
        same = self.store.diff(1, 1, limit=None)
        self.assertEqual({row["delta"] for row in same.to_dicts()}, {0})

    def test_profiles(self):
        self.assertEqual(len(self.store.profiles("kind=perf")), 10)
        self.assertEqual(len(self.store.profiles(3)), 1)
        self.assertEqual(self.store.choose([3, 1]), [1, 3])
        self.assertGreater(len(self.store.profiles()), 40)
        with self.assertRaises(stacksift.StoreError):
            self.store.choose("kind=none")

    def test_value_types(self):
        chosen = self.store.choose("kind=cpuprofile,role=base")
        self.assertEqual(self.store.value_type(chosen)[1:], ("cpu", "nanoseconds"))
        self.assertEqual(self.store.value_type(chosen, "samples")[1:], ("samples", "count"))
        with self.assertRaises(stacksift.StoreError):
            self.store.value_type(chosen, "heat")

    def test_sql(self):
        table = self.store.sql("SELECT count(*) AS n, :x AS x FROM profile", {"x": 2**62})
        self.assertEqual((table.columns, table[0][1]), (("n", "x"), 2**62))
        self.assertIn("<table>", table._repr_html_())
        self.assertIn("n  ", repr(table))

    def test_nothing_is_written(self):
        import sqlite3

        with self.assertRaises(sqlite3.OperationalError):
            self.store.connection.execute("DELETE FROM profile")

    def test_what_is_no_store(self):
        with tempfile.TemporaryDirectory() as folder:
            text = pathlib.Path(folder) / "a.txt"
            text.write_text("no database, but as long as the head of one is: " + "x" * 100)
            for path in [folder, folder + "/absent.db", text]:
                with self.assertRaises(stacksift.StoreError):
                    stacksift.open(path)


if __name__ == "__main__":
    unittest.main()
