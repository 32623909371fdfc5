/// The parts of a heat map that are the same in all: its style, and what a pointer or key does.
enum HeatMapScript {
    static let style: StaticString = """
        <style>
        text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #000; white-space: pre; }
        .head { font: 17px Verdana, "DejaVu Sans", sans-serif; }
        .sub { font: 12px Verdana, "DejaVu Sans", sans-serif; fill: #555; }
        .tick { font-size: 10px; fill: #555; }
        .end { text-anchor: end; }
        .off { display: none; }
        #cells rect:hover { stroke: #000; }
        #cells .chosen { stroke: #2050a0; stroke-width: 1; }
        </style>

        """

    static let text: StaticString = #"""
        (function () {
            "use strict";
            var FG = "http://github.com/jonhoo/inferno";
            var svg = document.documentElement, cells = Array.from(document.querySelectorAll("#cells rect"));
            var details = document.getElementById("details");
            var span = +svg.getAttributeNS(FG, "span"), rows = +svg.getAttributeNS(FG, "rows");
            var unit = svg.getAttributeNS(FG, "unit"), first = -1, last = -1, drags = false;
            cells.forEach(function (cell) {
                cell.index = +cell.getAttributeNS(FG, "i"); cell.amount = +cell.getAttributeNS(FG, "v");
            });
            function seconds(index) { return (span / rows * index / 1e9).toFixed(4) + "s"; }
            function tell() {
                var from = Math.min(first, last), to = Math.max(first, last), sum = 0;
                cells.forEach(function (cell) {
                    var inside = first >= 0 && cell.index >= from && cell.index <= to;
                    if (inside) { sum += cell.amount; }
                    if (inside) { cell.setAttribute("class", "chosen"); } else { cell.removeAttribute("class"); }
                });
                details.textContent = first < 0 ? " " : "--from " + seconds(from) + " --to " + seconds(to + 1) +
                    "   " + sum + " " + unit;
                var address = location.href.split(/[?#]/)[0] + (first < 0 ? "" : "?from=" + from + "&to=" + to);
                try { history.replaceState(null, "", address); } catch (error) { return; }
            }
            function cellAt(event) { return event.target.index === undefined ? -1 : event.target.index; }
            svg.addEventListener("mousedown", function (event) {
                first = last = cellAt(event);
                drags = first >= 0;
                tell();
                event.preventDefault();
            });
            svg.addEventListener("mousemove", function (event) {
                var index = cellAt(event);
                if (drags && index >= 0 && index !== last) { last = index; tell(); }
            });
            window.addEventListener("mouseup", function () { drags = false; });
            window.addEventListener("keydown", function (event) {
                if (event.key === "Escape") { first = last = -1; tell(); return; }
                if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") { return; }
                // Whole columns: Shift widens the window, without it the window moves.
                var step = event.key === "ArrowRight" ? rows : -rows, whole = cells.length ? cells[cells.length - 1].index : 0;
                if (first < 0) { first = 0; last = rows - 1; } else {
                    last = Math.max(0, last + step);
                    if (!event.shiftKey) { first = Math.max(0, first + step); last = Math.max(last, first + rows - 1); }
                    if (first > whole) { first -= step; last -= step; }
                }
                event.preventDefault();
                tell();
            });
            var asked = /[?]from=(\d+)&to=(\d+)/.exec(location.search);
            if (asked) { first = +asked[1]; last = +asked[2]; tell(); }
        }());

        """#
}
