extension ReportScript {
    /// Callers and callees of the chosen function.
    static let neighbors: StaticString = #"""
        // Who calls the chosen function and what it calls, recursion counted once.
        function edgesOf(f) {
          var callers = {},
            callees = {};
          function add(list, key, i) {
            var edge = list[key] || (list[key] = { f: +key, before: 0, after: 0 });
            if (!recursive[i]) {
              edge.before += first(totals, i);
              edge.after += last(totals, i);
            }
          }
          for (var i = 1; i < pathCount; i += 1) {
            if (functionAt[i] === f) {
              add(callers, parents[i] ? functionAt[parents[i]] : -1, i);
            }
            if (parents[i] && functionAt[parents[i]] === f) {
              add(callees, functionAt[i], i);
            }
          }
          function sorted(list) {
            return Object.keys(list)
              .map(function (key) {
                return list[key];
              })
              .filter(function (e) {
                return e.before || e.after;
              })
              .sort(function (a, b) {
                return Math.max(b.before, b.after) - Math.max(a.before, a.after);
              });
          }
          return { callers: sorted(callers), callees: sorted(callees) };
        }
        function edgeList(title, edges, all) {
          var u = unit();
          var rows = edges.slice(0, 40).map(function (edge) {
            var label = edge.f < 0 ? "(top)" : names[edge.f];
            return element("tr", {}, [
              element(
                "td",
                {},
                edge.f < 0
                  ? element("span", { class: "mono" }, label)
                  : element(
                      "button",
                      {
                        type: "button",
                        class: "link mono",
                        title: functionTitle(edge.f),
                        onclick: function () {
                          choose(edge.f);
                        }
                      },
                      label
                    )
              ),
              element(
                "td",
                { class: "number" },
                isDiff ? amount(edge.before, u) + " \u2192 " + amount(edge.after, u) : amount(edge.after, u)
              ),
              element(
                "td",
                { class: "number part" },
                isDiff ? signed(edge.after - edge.before, u) : percent(edge.after / all)
              ),
              element("td", { class: "bars" }, bar(Math.max(edge.after, edge.before) / (all || 1)))
            ]);
          });
          var rest =
            edges.length > 40 ? element("p", { class: "hint" }, "and " + (edges.length - 40) + " more") : "";
          return [
            element("h4", {}, title),
            edges.length ? element("table", {}, rows) : element("p", { class: "hint" }, "none"),
            rest
          ];
        }
        function drawNeighbors() {
          var f = state.chosen,
            box = id("neighbors"),
            u = unit();
          if (f < 0) {
            fill(box, element("p", { class: "hint" }, "Choose a function to see who calls it and what it calls."));
            return;
          }
          var edges = edgesOf(f),
            change = verdicts[f];
          var figures = isDiff
            ? "self " +
              amount(first(selfOf, f), u) +
              " \u2192 " +
              amount(last(selfOf, f), u) +
              ", total " +
              amount(first(totalOf, f), u) +
              " \u2192 " +
              amount(last(totalOf, f), u)
            : "self " +
              amount(last(selfOf, f), u) +
              " (" +
              percent(last(selfOf, f) / whole()) +
              "), total " +
              amount(last(totalOf, f), u) +
              " (" +
              percent(last(totalOf, f) / whole()) +
              ")";
          fill(
            box,
            [
              element("h3", { class: "mono" }, names[f]),
              element("p", { class: "hint" }, [paths[data.functions.place[f]] || "", element("br"), figures]),
              change ? element("p", {}, [pill(change.verdict), " ", wordsOf(change)]) : "",
              element(
                "button",
                {
                  type: "button",
                  onclick: function () {
                    flameSearch.value = names[f];
                    search(names[f]);
                    id("flame").scrollIntoView();
                  }
                },
                "Show in the flame graph"
              )
            ]
              .concat(edgeList("Called from", edges.callers, Math.max(last(totalOf, f), first(totalOf, f))))
              .concat(edgeList("Calls", edges.callees, Math.max(last(totalOf, f), first(totalOf, f))))
          );
        }
        // Makes a function the chosen one; the flame graphs are still to be drawn.
        function select(f) {
          if (f < 0 || f === undefined) {
            return;
          }
          state.chosen = f;
          id("table")
            .querySelectorAll("tbody tr")
            .forEach(function (row) {
              row.setAttribute("aria-selected", String(+row.dataset.f === f));
            });
          drawNeighbors();
          drawRuns();
        }
        function choose(f) {
          select(f);
          drawBoards();
        }

        """#
}
