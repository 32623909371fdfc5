"""median, percentile and regexp in SQL."""

import sqlite3
import unittest

from stacksift import functions


class FunctionTests(unittest.TestCase):
    def setUp(self):
        self.connection = sqlite3.connect(":memory:")
        self.addCleanup(self.connection.close)
        functions.register(self.connection)

    def ask(self, query, *parameters):
        return self.connection.execute(query, parameters).fetchone()[0]

    def test_median(self):
        for values, expected in [([], None), ([None], None), ([5], 5), ([3, 1, 2], 2), ([4, 1, 2, 3], 2.5),
                                 ([None, 1, 3], 2), ([2**62, 2**62, 2**62], 2**62)]:
            self.connection.execute("DROP TABLE IF EXISTS x")
            self.connection.execute("CREATE TABLE x (v)")
            self.connection.executemany("INSERT INTO x VALUES (?)", [(value,) for value in values])
            self.assertEqual(self.ask("SELECT median(v) FROM x"), expected, values)

    def test_percentile(self):
        numbers = "(SELECT value AS v FROM json_each('[10, 20, 30, 40, 50]'))"
        for percent, expected in [(0, 10), (25, 20), (50, 30), (90, 46), (100, 50)]:
            self.assertAlmostEqual(self.ask(f"SELECT percentile(v, {percent}) FROM {numbers}"), expected)
        with self.assertRaises(sqlite3.OperationalError):
            self.ask(f"SELECT percentile(v, 101) FROM {numbers}")

    def test_regexp(self):
        for text, pattern, expected in [("score_order", "^score", 1), ("score_order", "order$", 1), ("a", "b", 0),
                                        (None, "a", None), ("a", None, None)]:
            self.assertEqual(self.ask("SELECT ? REGEXP ?", text, pattern), expected, (text, pattern))


if __name__ == "__main__":
    unittest.main()
