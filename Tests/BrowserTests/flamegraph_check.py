#!/usr/bin/env python3
"""Opens flame graphs in a headless Chromium and checks what a user would do with them.

    flamegraph_check.py CHROMIUM SVG DIFFSVG OUTDIR

SVG is an ordinary flame graph of several levels, DIFFSVG a comparison with new and removed frames. Screenshots go to
OUTDIR. One line a check; the exit status is 1 when one failed. Needs nothing but Python's standard library.
"""

import pathlib
import sys

from devtools import Browser, DevToolsError

COUNTS = {"passed": 0, "failed": 0}

# What the checks ask of a page; `F` is the list of its frames.
HELPERS = """
window.F = function () { return Array.from(document.querySelectorAll("#frames > g")); };
window.box = function (g) { return g.children[1].getBoundingClientRect(); };
window.has = function (g, name) { return (g.getAttribute("class") || "").split(" ").indexOf(name) >= 0; };
window.seen = function () { return F().filter(function (g) { return !has(g, "hide"); }); };
window.fg = function (g, name) {
    return +g.children[1].getAttributeNS("http://github.com/jonhoo/inferno", name);
};
window.overflowing = function () {
    return seen().filter(function (g) {
        return g.children[2] && g.children[2].textContent &&
            g.children[2].getComputedTextLength() > box(g).width;
    }).length;
};
// A frame that is neither as wide as the whole nor too narrow to click, with a name that can be searched for.
window.target = function () {
    var all = F(), whole = fg(all[0], "w");
    return all.filter(function (g) {
        return fg(g, "w") < whole * 0.6 && fg(g, "w") > whole * 0.05 && /^[A-Za-z]/.test(g.firstElementChild.textContent);
    })[0];
};
true
"""


def check(name, passed, detail=""):
    COUNTS["passed" if passed else "failed"] += 1
    print(f"{'ok  ' if passed else 'FAIL'} {name}" + (f"  [{detail}]" if detail != "" else ""), flush=True)


def url_of(path):
    return pathlib.Path(path).resolve().as_uri()


def open_page(page, url):
    page.open(url)
    page.run(HELPERS)


def click_target(page):
    """Clicks the frame that `target` picks, with a real mouse event."""
    place = page.run("var b = box(target()); [b.left + b.width / 2, b.top + b.height / 2]")
    page.click(*place)


def check_static(page, url):
    """Without scripts the rectangles and names are there."""
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(url)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    page.run(HELPERS)
    check("scripts off: frames are drawn", page.run("F().length > 1 && box(F()[0]).width > 500"))
    check("scripts off: names are there", page.run("document.querySelectorAll('#frames text').length > 1"))
    check("scripts off: no dead buttons", page.run("getComputedStyle(document.getElementById('buttons')).display")
          == "none")


def check_zoom(page, url, shots):
    open_page(page, url)
    page.screenshot(shots / "plain.png")
    check("names fit at first", page.run("overflowing()") == 0, page.run("overflowing()"))
    page.run("window.chosen = target(); window.before = box(chosen).width; true")
    click_target(page)
    check("click widens the frame",
          page.run("box(chosen).width > before * 1.5 && box(chosen).width > innerWidth * 0.9"))
    check("ancestors are dimmed", page.run("has(F()[0], 'parent') && getComputedStyle(F()[0]).opacity") == "0.5")
    check("others are hidden", page.run("seen().length < F().length && seen().length > 0"))
    check("names fit after zoom", page.run("overflowing()") == 0, page.run("overflowing()"))
    address = page.run("location.search")
    check("zoom is in the address", "x=" in address and "y=" in address, address)
    page.screenshot(shots / "zoom.png")
    width = page.run("fg(chosen, 'w')")
    open_page(page, page.run("location.href"))
    check("zoom is restored from the address",
          page.run(f"seen().some(function (g) {{ return fg(g, 'w') === {width} && box(g).width > innerWidth * 0.9 "
                   "&& !has(g, 'parent'); })"))
    page.key("Escape")
    check("Escape shows all again", page.run("seen().length === F().length && location.search === ''"))
    click_target(page)
    page.click(*page.centre("F()[0]"))
    check("click on the root shows all again", page.run("seen().length === F().length"))
    click_target(page)
    page.click(*page.centre("document.getElementById('unzoom')"))
    check("Reset Zoom shows all again", page.run("seen().length === F().length && location.search === ''"))


def search_for(page, text, key="F3", modifiers=0):
    page.key(key, modifiers)
    page.type(text)
    page.key("Enter")


def check_search(page, url, shots):
    open_page(page, url)
    name = page.run("target().firstElementChild.textContent.split(' (')[0].replace(/[^A-Za-z0-9_ ].*/, '')")
    search_for(page, name)
    said = page.run("document.getElementById('matched').textContent")
    share = float(said.split(":")[1].split("%")[0]) if "Matched: " in said else 0
    check("search says what matched", 0 < share <= 100, f"{name}: {said}")
    check("matches are magenta",
          page.run("var m = F().filter(function (g) { return has(g, 'match'); });"
                   "m.length > 0 && getComputedStyle(m[0].children[1]).fill") == "rgb(230, 0, 230)")
    check("search is in the address", "s=" in page.run("location.search"), page.run("location.search"))
    page.screenshot(shots / "search.png")
    click_target(page)
    address = page.run("location.search")
    check("search stays while zooming", "s=" in address and "x=" in address
          and page.run("document.querySelectorAll('#frames .match').length > 0"), address)
    open_page(page, page.run("location.href"))
    check("zoom and search are restored",
          page.run("document.querySelectorAll('#frames .match').length > 0 && seen().length < F().length"))
    open_page(page, url)
    search_for(page, ".", "f", 2)
    said = page.run("document.getElementById('matched').textContent")
    check("nothing counts twice", said == "Matched: 100%", said)
    page.click(*page.centre("document.getElementById('search')"))
    check("search is reset", page.run("document.querySelectorAll('#frames .match').length === 0"))
    search_for(page, "(")
    said = page.run("document.getElementById('matched').textContent")
    check("a bad pattern is told", "Not a regular expression" in said, said)
    open_page(page, url)
    search_for(page, name.swapcase())
    sensitive = page.run("document.querySelectorAll('#frames .match').length")
    page.key("i", 2)
    check("Ctrl-I toggles case", sensitive == 0
          and page.run("document.querySelectorAll('#frames .match').length > 0"), name.swapcase())


def check_keys_and_window(page, url):
    open_page(page, url)
    flipped = page.run("box(F()[0]).top < box(F()[1]).top")
    page.key("ArrowUp")
    page.key("ArrowDown" if flipped else "ArrowUp")
    here = page.run("F().indexOf(document.activeElement)")
    check("arrow keys move the focus", here > 0, here)
    check("the details line tells the focused frame",
          page.run("document.getElementById('details').textContent.length") > 3)
    page.key("Enter")
    check("Enter zooms", "x=" in page.run("location.search"))
    page.key("Escape")
    page.move(*page.centre("target()"))
    check("the details line tells what the mouse is on",
          page.run("document.getElementById('details').textContent.indexOf("
                   "target().firstElementChild.textContent.split('\\n')[0]) === 0"))
    wide = page.run("box(F()[0]).width")
    page.resize(600, 700)
    check("a smaller window: frames follow", page.run("box(F()[0]).width") < wide * 0.7)
    check("a smaller window: names fit", page.run("overflowing()") == 0, page.run("overflowing()"))
    page.resize(1600, 900)
    check("a larger window: names fit", page.run("overflowing()") == 0, page.run("overflowing()"))
    page.resize(1200, 800)
    root = page.run("box(F()[0]).top")
    page.click(*page.centre("document.getElementById('flip')"))
    check("Flip turns the drawing over", page.run("box(F()[0]).top") != root)


def check_diff(page, url, shots):
    open_page(page, url)
    page.screenshot(shots / "diff.png")
    gone = page.run("F().filter(function (g) { return has(g, 'gone'); }).length")
    check("removed frames are visible", gone > 0
          and page.run("F().some(function (g) { return has(g, 'gone') && box(g).width > 1; })"), gone)
    check("removed frames say so",
          page.run("F().filter(function (g) { return has(g, 'gone'); }).every(function (g) {"
                   "return g.firstElementChild.textContent.indexOf(', removed') > 0; })"))
    check("new frames say so",
          page.run("F().filter(function (g) { return has(g, 'new'); }).every(function (g) {"
                   "return g.firstElementChild.textContent.indexOf(', new') > 0; })"))
    check("tooltips tell both sides",
          page.run("F().every(function (g) { return g.firstElementChild.textContent.indexOf(' → ') > 0; })"))
    check("names fit in a comparison", page.run("overflowing()") == 0, page.run("overflowing()"))
    page.run("window.chosen = F().filter(function (g) { return has(g, 'gone'); })[0]; true")
    page.click(*page.centre("chosen"))
    check("a removed frame can be zoomed", page.run("box(chosen).width > innerWidth * 0.9"))
    page.screenshot(shots / "diff-zoom.png")


def main(arguments):
    if len(arguments) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    chromium, svg, diff, out = arguments
    shots = pathlib.Path(out)
    shots.mkdir(parents=True, exist_ok=True)
    with Browser(chromium) as page:
        for part in (
            lambda: check_static(page, url_of(svg)),
            lambda: check_zoom(page, url_of(svg), shots),
            lambda: check_search(page, url_of(svg), shots),
            lambda: check_keys_and_window(page, url_of(svg)),
            lambda: check_diff(page, url_of(diff), shots),
        ):
            try:
                part()
            except (DevToolsError, OSError) as error:
                check("the page answers", False, error)
        check("nothing on the console", not page.complaints, "; ".join(page.complaints))
    print(f"{COUNTS['passed']} passed, {COUNTS['failed']} failed")
    return 1 if COUNTS["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
