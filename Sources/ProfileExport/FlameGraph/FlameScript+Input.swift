extension FlameScript {
    /// What the user does.
    static let input: StaticString = #"""
        var box = null, timer = 0;
        function openField() {
            if (box) { box.firstChild.select(); box.firstChild.focus(); return; }
            box = document.createElementNS(SVG, "foreignObject");
            box.setAttribute("x", Math.max(0, svg.getBoundingClientRect().width - 280));
            box.setAttribute("y", Math.max(top - 24, window.pageYOffset + 4));
            box.setAttribute("width", 270); box.setAttribute("height", 30);
            var field = document.createElementNS(HTML, "input");
            field.setAttribute("id", "field"); field.setAttribute("type", "text");
            field.setAttribute("placeholder", "regular expression, Enter to keep");
            field.value = term;
            field.addEventListener("input", function () {
                clearTimeout(timer);
                timer = setTimeout(function () { search(field.value); }, 150);
            });
            box.appendChild(field);
            svg.appendChild(box);
            field.select(); field.focus();
        }
        function closeField(keep) {
            clearTimeout(timer);
            var text = box.firstChild.value;
            svg.removeChild(box);
            box = null;
            if (keep) { search(text); }
            id("search").textContent = term ? "Reset Search" : "Search";
        }
        function toggleSearch() {
            if (term && !box) { search(""); id("search").textContent = "Search"; } else { openField(); }
        }
        function toggleCase() {
            ignoreCase = !ignoreCase;
            id("case").textContent = ignoreCase ? "Any case" : "Match case";
            if (term) { search(term); }
        }
        function tell(i) { details.textContent = i < 0 ? " " : title(i).split("\n").join("  \u00b7  "); }
        function indexOf(target) {
            for (var e = target; e && e !== svg; e = e.parentNode) {
                if (e.flameIndex !== undefined) { return e.flameIndex; }
            }
            return -1;
        }
        function go(i) {
            if (i < 0 || hidden[i]) { return; }
            var old = here;
            here = i;
            if (old >= 0) { paint(old); G[old].removeAttribute("tabindex"); }
            paint(i);
            G[i].setAttribute("tabindex", "0");
            G[i].focus();
            tell(i);
        }
        function move(key) {
            if (here < 0 || hidden[here]) { go(zoomed); return; }
            var towardsRoot = inverted ? "ArrowUp" : "ArrowDown", away = inverted ? "ArrowDown" : "ArrowUp";
            if (key === towardsRoot) { go(parentOf(here)); return; }
            var row = levels[D[here] + (key === away ? 1 : 0)] || [], best = -1;
            if (key === away) {
                row.forEach(function (i) {
                    var inside = X[i] >= X[here] && X[i] + W[i] <= X[here] + W[here];
                    if (inside && !hidden[i] && (best < 0 || W[i] > W[best])) { best = i; }
                });
            } else { best = row[row.indexOf(here) + (key === "ArrowLeft" ? -1 : 1)]; }
            go(best === undefined ? -1 : best);
        }
        function onKey(event) {
            var key = event.key, control = event.ctrlKey || event.metaKey, used = true;
            if (key === "F3" || control && (key === "f" || key === "F")) { openField(); }
            else if (control && (key === "i" || key === "I")) { toggleCase(); }
            else if (box && key === "Enter") { closeField(true); }
            else if (box && key === "Escape") { closeField(false); }
            else if (box || control || event.altKey) { used = false; }
            else if (key === "Escape") { if (zoomed) { zoom(0); } else if (term) { toggleSearch(); } }
            else if (key.indexOf("Arrow") === 0) { move(key); }
            else if (key === "Enter" && event.target.id in actions) { actions[event.target.id](); }
            else if (key === "Enter" && here >= 0) { zoom(here); }
            else { used = false; }
            if (used) { event.preventDefault(); }
        }
        function turn() { flip(); reveal(zoomed); }
        var actions = { unzoom: function () { zoom(0); }, flip: turn, "case": toggleCase, search: toggleSearch };
        Object.keys(actions).forEach(function (name) { id(name).addEventListener("click", actions[name]); });
        readFrames();
        id("buttons").removeAttribute("class");
        frames.addEventListener("click", function (event) {
            var i = indexOf(event.target);
            if (i >= 0) { zoom(i); }
        });
        G[0].setAttribute("tabindex", "0");
        window.addEventListener("focusin", function (event) {
            var i = indexOf(event.target);
            if (i >= 0 && i !== here) { go(i); }
        });
        frames.addEventListener("mouseover", function (event) { tell(indexOf(event.target)); });
        frames.addEventListener("mouseout", function () { tell(here); });
        window.addEventListener("keydown", onKey);
        window.addEventListener("resize", function () { refit(); keepStatus(); });
        window.addEventListener("scroll", keepStatus);
        details.textContent = "mmmmmmmmmm";
        if (details.getComputedTextLength() > 0) { columnWidth = details.getComputedTextLength() / 10; }
        details.textContent = " ";
        restore();
        id("case").textContent = ignoreCase ? "Any case" : "Match case";
        id("search").textContent = term ? "Reset Search" : "Search";
        })();

        """#
}
