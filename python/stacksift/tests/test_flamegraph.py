"""Flame graphs: what they hold, and that no name gets out of them."""

import html.parser
import re
import unittest

from tests import fixture


class Outline(html.parser.HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.texts = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data)


class FlameGraphTests(unittest.TestCase):
    def test_widths_are_totals(self):
        with fixture.open_samples() as store:
            graph = store.flamegraph(1)
            (total,) = store.sql("SELECT sum(total) FROM tree WHERE profile_id = 1 AND is_default = 1 AND depth = 1")[0]
        self.assertEqual(graph.total, total)
        widths = {}
        for tag, attributes in Outline(graph.html).elements:
            if tag == "svg" and "data-d" in attributes:
                depth = int(attributes["data-d"])
                widths[depth] = widths.get(depth, 0) + float(attributes["data-w"])
        self.assertAlmostEqual(widths[0], 100)
        self.assertGreater(len(widths), 3)
        for depth, width in widths.items():
            self.assertLessEqual(width, widths.get(depth - 1, 100) + 1e-6)

    def test_several_runs_are_one_mean_run(self):
        with fixture.open_samples() as store:
            graph = store.flamegraph("kind=perf,role=base")
            runs = store.sql(
                "SELECT sum(total) FROM tree JOIN profile_label l USING (profile_id) WHERE is_default = 1 AND depth = 1 "
                "AND role = 'base' AND l.label = 'kind' AND l.value = 'perf' GROUP BY profile_id").column("sum(total)")
        self.assertAlmostEqual(graph.total, sum(runs) / len(runs), delta=1)

    def test_difference(self):
        with fixture.open_samples() as store:
            graph = store.flamegraph("kind=perf,role=slow30", base="kind=perf,role=base")
        self.assertGreater(graph.total, graph.before)
        grown = re.findall(r"score_order[^<]*\u2014[^<]*\(\+", graph.html)
        self.assertTrue(grown)

    def test_shown_inline(self):
        with fixture.open_samples() as store:
            shown = Outline(store.flamegraph("kind=cpuprofile,@latest")._repr_html_())
        ((tag, attributes),) = shown.elements
        self.assertEqual((tag, attributes["sandbox"]), ("iframe", "allow-scripts"))
        self.assertIn("<!DOCTYPE html>", attributes["srcdoc"])
        self.assertNotIn("http://", attributes["srcdoc"])

    def test_hostile_names_are_text(self):
        with fixture.open_odd() as store:
            (profile,) = store.choose("path~hostile")
            page = Outline(store.flamegraph(profile).html)
        tags = {tag for tag, _ in page.elements}
        self.assertEqual(tags & {"img", "b"}, {"b"})
        self.assertEqual(sum(tag == "b" for tag, _ in page.elements), 1)
        self.assertEqual(sum(tag == "script" for tag, _ in page.elements), 1)
        self.assertIn("</script><img src=x onerror=alert(1)>", page.texts)
        self.assertFalse(any("\x1b" in text for text in page.texts))


if __name__ == "__main__":
    unittest.main()
