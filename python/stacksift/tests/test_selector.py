"""Selectors choose what the command line's choose."""

import unittest

from stacksift.errors import SelectorError
from stacksift.selector import Facts, Selector

PROFILES = [
    Facts(1, {"status": "ok", "role": "before", "host": "web1"}, 300),
    Facts(2, {"status": "ok", "role": "before", "host": "db1"}, 100),
    Facts(3, {"status": "ok", "role": "after", "host": "web2", "a,b": "x=y"}, 200),
    Facts(4, {"status": "failed"}, 400),
    Facts(5, {"status": "ok", "role": "after"}),
]


class SelectorTests(unittest.TestCase):
    def test_choice(self):
        for text, expected in [
            ("role=before", [1, 2]), ("role!=before", [3, 5]), ("role=before,role=after", [1, 2, 3, 5]),
            ("host~^web", [1, 3]), ("role=before,host~web", [1]), ("#2", [2]), ("#4", [4]), ("#1,#3", [1, 3]),
            ("@latest", [1]), ("@latest~1", [3]), ("@latest~3", [5]), ("@latest~4", []), ("role=before,@latest~1", [2]),
            ("status=failed", [4]), ("status~.", [1, 2, 3, 4, 5]), (r"a\,b=x=y", [3]), ("role=none", []),
        ]:
            self.assertEqual(Selector.parse(text).choose(PROFILES), expected, text)

    def test_what_cannot_be_read(self):
        for text in ["", "#", "#x", "#0", "@newest", "@latest~x", "@latest,@latest", "role", "=x", "role~(", "a=b,"]:
            with self.assertRaises(SelectorError, msg=text):
                Selector.parse(text)


if __name__ == "__main__":
    unittest.main()
