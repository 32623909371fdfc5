/// The script of a drawing, in its parts: what it knows of frames, zoom, search, and what the user does.
enum FlameScript {
    /// The parts, in the order in which they stand in the drawing.
    static let parts: [StaticString] = [frames, zoom, search, input]

    /// Reads the frames. `X`, `W`, `D` are start, width and depth of frame i; they come callers first, left first.
    private static let frames: StaticString = #"""
        (function () {
        "use strict";
        var SVG = "http://www.w3.org/2000/svg", FG = "http://github.com/jonhoo/inferno";
        var HTML = "http://www.w3.org/1999/xhtml", ROW = 16;
        function id(name) { return document.getElementById(name); }
        var svg = document.documentElement, frames = id("frames"), details = id("details"), matched = id("matched");
        var top = +frames.getAttributeNS(FG, "top"), rows = +frames.getAttributeNS(FG, "rows");
        var inverted = frames.getAttributeNS(FG, "inverted") === "1", drawnInverted = inverted;
        var isDiff = frames.getAttributeNS(FG, "diff") === "1";
        var G = [], R = [], T = [], X = [], W = [], D = [], names = [], base = [], classes = [], levels = [];
        var hidden = [], parents = [], matches = [], shown = [];
        var zoomed = 0, here = -1, term = "", ignoreCase = false, columnWidth = 7.2;

        function readFrames() {
            for (var g = frames.firstElementChild; g; g = g.nextElementSibling) {
                var r = g.children[1], i = G.length, y = +r.getAttribute("y");
                G.push(g); R.push(r); T.push(g.children[2] || null);
                X.push(+r.getAttributeNS(FG, "x")); W.push(+r.getAttributeNS(FG, "w"));
                D.push(rowOf((y - top) / ROW));
                base.push(g.getAttribute("class") || ""); classes.push(base[i]);
                names.push(null); hidden.push(false); parents.push(false); matches.push(false); shown.push(null);
                (levels[D[i]] = levels[D[i]] || []).push(i);
                g.flameIndex = i;
            }
        }
        function rowOf(place) { return inverted ? place : rows - 1 - place; }
        function yOf(i) { return top + rowOf(D[i]) * ROW; }
        function drawnY(i) { return top + (drawnInverted ? D[i] : rows - 1 - D[i]) * ROW; }
        function title(i) { return G[i].firstElementChild.textContent; }
        function nameOf(i) {
            if (names[i] === null) {
                var line = title(i).split("\n")[0];
                names[i] = isDiff ? line : line.slice(0, line.lastIndexOf(" ("));
            }
            return names[i];
        }
        function paint(i) {
            var c = base[i] + (hidden[i] ? " hide" : "") + (parents[i] ? " parent" : "") +
                (matches[i] ? " match" : "") + (i === here ? " here" : "");
            if (c !== classes[i]) { classes[i] = c; G[i].setAttribute("class", c); }
        }
        function pageWidth() { return svg.getBoundingClientRect().width * 0.99; }

        """#

    /// Zoom, and names that fit their frames.
    private static let zoom: StaticString = #"""
        function fitted(name, columns) {
            if (columns < 3) { return ""; }
            var used = 0, cut = -1;
            for (var k = 0; k < name.length; k++) {
                var code = name.charCodeAt(k);
                var wide = code >= 0x1100 && !(code >= 0xDC00 && code < 0xE000);
                used += wide ? 2 : code >= 0xDC00 && code < 0xE000 ? 0 : 1;
                if (cut < 0 && used > columns - 2) { cut = k; }
                if (used > columns) { return name.slice(0, cut) + ".."; }
            }
            return name;
        }
        function fit(i, x, w, pixels) {
            var room = Math.floor((w * pixels - 6) / columnWidth), t = T[i];
            var text = room < 3 ? "" : fitted(nameOf(i), room);
            if (!t && text) {
                t = T[i] = document.createElementNS(SVG, "text");
                t.setAttribute("dx", "3");
                t.setAttribute("y", yOf(i) + 11);
                G[i].appendChild(t);
            }
            if (!t) { return; }
            if (text) { t.setAttribute("x", x * 100 + "%"); }
            if (shown[i] !== text) { shown[i] = text; t.textContent = text; }
        }
        function layout() {
            var zx = X[zoomed], zw = W[zoomed], zd = D[zoomed], pixels = pageWidth();
            for (var i = 0; i < G.length; i++) {
                var end = X[i] + W[i], above = D[i] < zd;
                hidden[i] = above ? X[i] > zx || end < zx + zw : X[i] < zx || end > zx + zw;
                parents[i] = above && !hidden[i];
                if (!hidden[i]) {
                    var x = above ? 0 : (X[i] - zx) / zw, w = above ? 1 : W[i] / zw;
                    R[i].setAttribute("x", x * 100 + "%");
                    R[i].setAttribute("width", w * 100 + "%");
                    fit(i, x, w, pixels);
                }
                paint(i);
            }
            id("unzoom").setAttribute("class", zoomed ? "button" : "button off");
        }
        function refit() {
            var zx = X[zoomed], zw = W[zoomed], pixels = pageWidth();
            for (var i = 0; i < G.length; i++) {
                if (hidden[i]) { continue; }
                if (parents[i]) { fit(i, 0, 1, pixels); } else { fit(i, (X[i] - zx) / zw, W[i] / zw, pixels); }
            }
        }
        function zoom(i) {
            if (!(W[i] > 0)) { return; }
            zoomed = i;
            layout();
            countMatches();
            save();
        }
        function flip() {
            inverted = !inverted;
            for (var i = 0; i < G.length; i++) {
                R[i].setAttribute("y", yOf(i));
                if (T[i]) { T[i].setAttribute("y", yOf(i) + 11); }
            }
        }
        // The root is where reading starts: it must be in sight however tall the drawing is.
        function reveal(i) {
            var y = yOf(i), page = svg.getBoundingClientRect().height;
            if (page > innerHeight) { window.scrollTo(0, inverted ? y - top : y + 60 - innerHeight); }
            keepStatus();
        }
        function keepStatus() {
            var bottom = top + rows * ROW + 34, seen = window.pageYOffset + innerHeight;
            id("status").setAttribute("transform", "translate(0," + Math.min(0, seen - bottom) + ")");
        }
        function parentOf(i) {
            var row = D[i] > 0 ? levels[D[i] - 1] : [];
            var low = 0, high = row.length - 1;
            while (low < high) {
                var middle = (low + high + 1) >> 1;
                if (X[row[middle]] <= X[i]) { low = middle; } else { high = middle - 1; }
            }
            return row.length ? row[low] : -1;
        }

        """#
}
