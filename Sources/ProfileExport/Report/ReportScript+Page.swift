extension ReportScript {
    /// Filters, theme, keys, and the start of all.
    static let page: StaticString = #"""
        function selectOf(label, options, value, change) {
          var list = element(
            "select",
            {
              onchange: function () {
                change(+list.value);
              }
            },
            options.map(function (o) {
              return element("option", { value: o[0], selected: o[0] === value }, o[1]);
            })
          );
          return element("label", {}, [element("span", {}, label), list]);
        }
        function threadOptions() {
          var sums = new Map(),
            values = rowValues[state.type];
          for (var r = 0; r < rowRun.length; r += 1) {
            sums.set(rowThread[r], (sums.get(rowThread[r]) || 0) + values[r]);
          }
          return Array.from(sums.keys())
            .sort(function (a, b) {
              return sums.get(b) - sums.get(a) || a - b;
            })
            .map(function (t) {
              return [t, visible(data.threads[t]) || "(unknown)"];
            });
        }
        function drawFilters() {
          var list = [],
            threads = threadOptions();
          if (data.types.length > 1) {
            list.push(
              selectOf(
                "Value",
                data.types.map(function (t, k) {
                  return [k, visible(t.name) + " / " + visible(t.unit)];
                }),
                state.type,
                function (k) {
                  state.type = k;
                  filtered();
                  drawFilters();
                }
              )
            );
          }
          if (threads.length > 1) {
            list.push(
              selectOf(
                "Thread",
                [[-1, "all " + grouped(threads.length)]].concat(threads.slice(0, 500)),
                state.thread,
                function (t) {
                  state.thread = t;
                  filtered();
                }
              )
            );
          }
          if (!isDiff && data.runs.length > 1) {
            list.push(
              selectOf(
                "Run",
                [[-1, "all " + grouped(data.runs.length)]].concat(
                  runOrder.map(function (run) {
                    return [run, visible(baseName(data.runs[run].source))];
                  })
                ),
                state.run,
                function (run) {
                  state.run = run;
                  filtered();
                }
              )
            );
          }
          fill(id("filters"), list);
        }
        function drawChosen() {
          var words = [];
          if (state.thread >= 0) {
            words.push("thread " + visible(data.threads[state.thread]));
          }
          if (state.run >= 0) {
            words.push("run " + visible(data.runs[state.run].source));
          }
          if (state.from >= 0) {
            words.push(
              amount(cellTime(state.from), "nanoseconds") + " to " + amount(cellTime(state.to + 1), "nanoseconds")
            );
          }
          id("chosen").hidden = !words.length;
          fill(id("chosen"), [
            "Only " + words.join(", ") + ". ",
            element(
              "button",
              {
                type: "button",
                onclick: function () {
                  state.thread = state.run = state.from = state.to = -1;
                  drawFilters();
                  filtered();
                }
              },
              "Show all"
            )
          ]);
        }
        // Everything anew after a filter changed.
        function filtered() {
          sum();
          heatBoards.forEach(function (board) {
            board.heat = null;
          });
          drawChosen();
          drawSummary();
          drawFew();
          layoutBoards();
          drawTable();
          drawNeighbors();
          drawRuns();
          drawHeats();
          if (data.clock) {
            tellTime();
          }
        }
        function setTheme(theme) {
          if (theme) {
            document.documentElement.dataset.theme = theme;
          } else {
            delete document.documentElement.dataset.theme;
          }
          id("theme").textContent = theme === "dark" ? "Dark" : theme === "light" ? "Light" : "Auto";
          drawBoards();
          drawHeats();
        }
        function nextTheme() {
          var now = document.documentElement.dataset.theme,
            prefersDark = matchMedia("(prefers-color-scheme: dark)").matches;
          setTheme(
            !now
              ? prefersDark
                ? "light"
                : "dark"
              : now === (prefersDark ? "light" : "dark")
                ? prefersDark
                  ? "dark"
                  : "light"
                : ""
          );
        }
        function start() {
          id("title").textContent = visible(data.title);
          fill(
            id("links"),
            Array.from(document.querySelectorAll("section"))
              .filter(function (s) {
                return (
                  (s.id !== "time" && s.id !== "trend") ||
                  (s.id === "time" && data.clock) ||
                  (s.id === "trend" && data.runs.length > 2)
                );
              })
              .map(function (s) {
                return element("a", { href: "#" + s.id }, s.querySelector("h2").textContent);
              })
          );
          id("theme").addEventListener("click", nextTheme);
          sum();
          if (functionCount) {
            state.chosen = hottest();
          }
          drawFilters();
          tableTools();
          timeTools();
          flameTools();
          drawSummary();
          drawFew();
          drawTable();
          drawNeighbors();
          drawRuns();
          drawHeats();
          drawNotes();
          setTheme("");
          var waiting = 0;
          window.addEventListener("resize", function () {
            cancelAnimationFrame(waiting);
            waiting = requestAnimationFrame(function () {
              fitBoards();
              drawHeats();
            });
          });
          matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
            drawBoards();
            drawHeats();
          });
          window.addEventListener("beforeprint", function () {
            fitBoards();
          });
          window.addEventListener("keydown", function (event) {
            var isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
            if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
              return;
            }
            if (event.key === "/") {
              flameSearch.focus();
              event.preventDefault();
            }
            if (event.key === "t") {
              nextTheme();
            }
          });
        }
        start();

        """#
}
