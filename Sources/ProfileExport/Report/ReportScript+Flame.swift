extension ReportScript {
    /// The flame graphs together: sides, colours, search, zoom, keys.
    static let flame: StaticString = #"""
        var boards = [],
          mode = isDiff ? "change" : "one",
          flameSearch,
          flameFound,
          hues = {};
        function hash(text) {
          var h = 2166136261;
          for (var k = 0; k < text.length; k += 1) {
            h = Math.imul(h ^ text.charCodeAt(k), 16777619);
          }
          return (h ^ (h >>> 15)) >>> 0;
        }
        // A module has a hue, a function a shade of it; what has no name is grey.
        var HUES = [14, 36, 52, 92, 152, 178, 204, 226, 262, 318];
        function functionColor(f, isDark) {
          var key = f + (isDark ? "d" : "l");
          if (hues[key]) {
            return hues[key];
          }
          var shade = (hash(names[f]) % 7) - 3,
            hue = HUES[hash(placeOf[f] || kinds[f] || "") % HUES.length];
          var grey = kinds[f] === "unresolved" || kinds[f] === "idle";
          return (hues[key] = isDark
            ? "hsl(" + hue + " " + (grey ? 4 : 30) + "% " + (36 + shade) + "%)"
            : "hsl(" + hue + " " + (grey ? 4 : 52) + "% " + (77 + shade * 1.2) + "%)");
        }
        function mix(a, b, part) {
          return a.map(function (v, k) {
            return Math.round(v + (b[k] - v) * part);
          });
        }
        function changeColor(part, isDark) {
          var still = isDark ? [58, 63, 71] : [228, 230, 234];
          if (Math.abs(part) < 1e-4) {
            return "rgb(" + still + ")";
          }
          var strength = Math.min(1, 0.14 + Math.sqrt(Math.abs(part)) * 2.2);
          return (
            "rgb(" +
            mix(
              still,
              part > 0 ? (isDark ? [206, 74, 62] : [222, 82, 66]) : isDark ? [66, 124, 204] : [74, 134, 222],
              strength
            ) +
            ")"
          );
        }
        function colors() {
          var style = getComputedStyle(document.documentElement),
            isDark = style.getPropertyValue("--is-dark").trim() === "1";
          function of(name) {
            return style.getPropertyValue(name).trim();
          }
          return {
            isDark: isDark,
            paper: of("--paper"),
            ink: of("--ink"),
            label: of("--label"),
            root: of("--root"),
            match: of("--match"),
            chosen: of("--chosen")
          };
        }
        function makeBoards() {
          var kept = boards.length ? boards[0].zoomed : 0;
          boards = (mode === "one" ? [0] : mode === "both" ? [0, 1] : mode === "change" ? ["change"] : [+mode]).map(
            function (side) {
              return new Board(side);
            }
          );
          id("flame-boards").className = mode === "both" ? "pair" : "";
          fill(
            id("flame-boards"),
            boards.map(function (board) {
              board.zoomed = kept;
              return board.box;
            })
          );
          layoutBoards();
        }
        function layoutBoards() {
          boards.forEach(function (board) {
            board.layout();
          });
          fitBoards();
        }
        function fitBoards() {
          boards.forEach(function (board) {
            if (board.zoomed && !board.width[board.zoomed]) {
              board.zoomed = 0;
            }
            board.fit();
            board.draw();
          });
          id("unzoom").disabled = !boards[0].zoomed;
          countFound();
        }
        function drawBoards() {
          boards.forEach(function (board) {
            board.draw();
          });
        }
        function zoomTo(i) {
          boards.forEach(function (board) {
            board.zoomed = board.width[i] > 0 ? i : board.zoomed;
          });
          fitBoards();
          boards.forEach(function (board) {
            var y = depths[board.zoomed] * ROW;
            if (y > board.scroll.scrollTop + board.height - 3 * ROW || y < board.scroll.scrollTop) {
              board.scroll.scrollTop = Math.max(0, y - 3 * ROW);
            }
          });
        }
        function search(term) {
          state.term = term;
          var matches = term ? matcher(term) : null;
          state.found =
            matches &&
            Uint8Array.from({ length: functionCount }, function (_, f) {
              return matches(f) ? 1 : 0;
            });
          flameFound.classList.toggle("bad", Boolean(term) && !matches);
          countFound();
          drawBoards();
        }
        function countFound() {
          if (!state.found) {
            flameFound.textContent = state.term ? "not a regular expression" : "";
            return;
          }
          var board = boards[boards.length - 1],
            sum = 0;
          board.walk(0, function (i) {
            var hit = i > 0 && state.found[functionAt[i]];
            if (hit) {
              sum += board.width[i];
            }
            return hit;
          });
          flameFound.textContent = percent(sum / (board.width[board.zoomed] || 1)) + " of what is shown";
        }
        function boardKey(board, event) {
          var i = board.here < 0 ? board.zoomed : board.here,
            next = -1,
            k;
          if (event.key === "ArrowUp") {
            next = i > 0 ? parents[i] : 0;
          } else if (event.key === "ArrowDown") {
            for (k = i + 1; k < ends[i]; k = ends[k]) {
              if (board.width[k] > 0 && (next < 0 || board.width[k] > board.width[next])) {
                next = k;
              }
            }
          } else if (event.key === "ArrowRight") {
            for (k = ends[i]; k < pathCount && depths[k] >= depths[i]; k = ends[k]) {
              if (depths[k] === depths[i] && board.width[k] > 0) {
                next = k;
                break;
              }
            }
          } else if (event.key === "ArrowLeft") {
            for (k = i > 0 ? parents[i] + 1 : i; k < i; k = ends[k]) {
              if (board.width[k] > 0) {
                next = k;
              }
            }
          } else if (event.key === "Enter") {
            select(functionAt[i]);
            zoomTo(i);
            event.preventDefault();
            return;
          } else if (event.key === "Escape") {
            if (board.zoomed) {
              zoomTo(0);
            } else {
              flameSearch.value = "";
              search("");
            }
            return;
          } else {
            return;
          }
          event.preventDefault();
          if (next < 0) {
            return;
          }
          board.here = next;
          tell(board, next);
          var y = depths[next] * ROW;
          if (y < board.scroll.scrollTop) {
            board.scroll.scrollTop = y;
          }
          if (y > board.scroll.scrollTop + board.height - ROW) {
            board.scroll.scrollTop = y - board.height + ROW;
          }
          board.draw();
        }
        function flameTools() {
          var modes = isDiff
            ? [
                ["change", "Change"],
                ["both", "Side by side"],
                ["0", "Before"],
                ["1", "After"]
              ]
            : [];
          var group = element(
            "div",
            { class: "segments", role: "group", "aria-label": "Which side" },
            modes.map(function (m) {
              return element(
                "button",
                {
                  type: "button",
                  "aria-pressed": String(m[0] === mode),
                  onclick: function () {
                    mode = m[0];
                    Array.from(group.children).forEach(function (b, k) {
                      b.setAttribute("aria-pressed", String(modes[k][0] === mode));
                    });
                    makeBoards();
                  }
                },
                m[1]
              );
            })
          );
          flameSearch = element("input", {
            type: "search",
            id: "flame-search",
            placeholder: "Search, or /expression/",
            "aria-label": "Search functions in the flame graph",
            oninput: function () {
              search(flameSearch.value.trim());
            },
            onkeydown: function (event) {
              if (event.key === "Escape") {
                flameSearch.value = "";
                search("");
              }
            }
          });
          flameFound = element("output", { id: "flame-found" });
          fill(id("flame-tools"), [
            modes.length ? group : "",
            flameSearch,
            flameFound,
            element("span", { class: "hint" }, isDiff ? "red grew, blue shrank; as wide as the larger side" : ""),
            element(
              "button",
              {
                type: "button",
                id: "unzoom",
                disabled: true,
                onclick: function () {
                  zoomTo(0);
                }
              },
              "Reset zoom"
            )
          ]);
          makeBoards();
        }

        """#
}
