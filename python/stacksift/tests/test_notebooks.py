"""The notebooks of docs/notebooks run from a clean start, and what is committed of them is what they say.

Needs nbconvert, ipykernel, pandas and matplotlib; skipped where one of them is not installed.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from tests import fixture

FOLDER = fixture.REPOSITORY / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MISSING = [name for name in ("nbconvert", "ipykernel", "pandas", "matplotlib") if importlib.util.find_spec(name) is None]


def outputs(path):
    """The outputs of each code cell."""
    cells = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def kinds(path):
    """What kinds of output each code cell has."""
    return [sorted({kind for output in cell for kind in output.get("data", {output["output_type"]: 0})})
            for cell in outputs(path)]


class NotebookTests(unittest.TestCase):
    def test_committed_outputs(self):
        self.assertGreaterEqual(len(NOTEBOOKS), 4)
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                text = path.read_text(encoding="utf-8")
                seen = {kind for cell in kinds(path) for kind in cell}
                self.assertLessEqual({"image/png", "text/html"}, seen)
                self.assertNotIn("error", seen)
                self.assertIn("iframe sandbox", text)
                self.assertNotIn("/tmp/", text)

    @unittest.skipIf(MISSING, f"not installed here: {', '.join(MISSING)}")
    def test_notebooks_run(self):
        if fixture.command() is None:
            self.skipTest("no stacksift command here: make build, or set STACKSIFT")
        environment = dict(os.environ, STACKSIFT=fixture.command(),
                           PYTHONPATH=str(fixture.REPOSITORY / "python" / "stacksift" / "src"))
        for path in NOTEBOOKS:
            with self.subTest(path.name), tempfile.TemporaryDirectory() as folder:
                result = subprocess.run(
                    [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", folder, str(path)],
                    env=environment, capture_output=True, text=True)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(kinds(pathlib.Path(folder) / path.name), kinds(path))


if __name__ == "__main__":
    unittest.main()
