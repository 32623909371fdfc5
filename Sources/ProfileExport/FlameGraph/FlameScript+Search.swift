extension FlameScript {
    /// Search, and the state in the address of the page.
    static let search: StaticString = #"""
        function pattern(text) {
            try { return new RegExp(text, ignoreCase ? "i" : ""); } catch (error) {
                matched.textContent = "Not a regular expression: " + error.message;
                return null;
            }
        }
        function search(text) {
            var re = text ? pattern(text) : null;
            if (text && !re) { return; }
            term = text;
            for (var i = 0; i < G.length; i++) {
                matches[i] = re !== null && i > 0 && re.test(nameOf(i));
                paint(i);
            }
            countMatches();
            save();
        }
        // Frames come callers first: what starts before the last match ends is part of it already.
        function countMatches() {
            if (!term) { matched.textContent = " "; return; }
            var from = X[zoomed], to = from + W[zoomed], end = from, sum = 0;
            for (var i = 0; i < G.length; i++) {
                if (!matches[i]) { continue; }
                var a = Math.max(X[i], end), b = Math.min(X[i] + W[i], to);
                if (b > a) { sum += b - a; end = b; }
            }
            var percent = 100 * sum / (to - from);
            matched.textContent = "Matched: " + percent.toFixed(percent === 100 ? 0 : 1) + "%" +
                (ignoreCase ? " (any case)" : "");
        }
        function save() {
            var parts = [];
            if (zoomed) { parts.push("x=" + X[zoomed], "y=" + drawnY(zoomed)); }
            if (term) { parts.push("s=" + encodeURIComponent(term)); }
            if (term && ignoreCase) { parts.push("ic=1"); }
            var address = location.href.split(/[?#]/)[0] + (parts.length ? "?" + parts.join("&") : "");
            try { history.replaceState(null, "", address); } catch (error) { return; }
        }
        function restore() {
            var state = {}, pairs = location.search.slice(1).split("&");
            pairs.forEach(function (pair) {
                var at = pair.indexOf("=");
                try {
                    if (at > 0) { state["$" + pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1)); }
                } catch (error) { return; }
            });
            var found = 0;
            for (var i = 1; i < G.length && state.$x !== undefined; i++) {
                if (X[i] === +state.$x && drawnY(i) === +state.$y) { found = i; break; }
            }
            ignoreCase = state.$ic === "1";
            zoomed = found;
            layout();
            if (state.$s) { search(state.$s); }
            reveal(zoomed);
        }

        """#
}
