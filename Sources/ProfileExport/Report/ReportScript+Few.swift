extension ReportScript {
    /// The vital few.
    static let few: StaticString = #"""
        function wordsOf(change) {
          var words = change.figure + " ";
          if (change.ratio !== null) {
            words += signedPercent(change.ratio - 1);
            if (change.ratio_lo !== null) {
              words += " [" + signedPercent(change.ratio_lo - 1) + ", " + signedPercent(change.ratio_hi - 1) + "]";
            }
            words += ", ";
          }
          return (
            words +
            signedPercent(change.impact) +
            " of all" +
            (change.explained_by ? "; explained by " + visible(change.explained_by) : "")
          );
        }
        function fewRow(f, label, cells, selected) {
          return element(
            "tr",
            {},
            [
              element(
                "td",
                {},
                f === null
                  ? element("span", { class: "mono" }, label)
                  : element(
                      "button",
                      {
                        type: "button",
                        class: "link mono",
                        title: functionTitle(f),
                        onclick: function () {
                          choose(f);
                          id("functions").scrollIntoView();
                        }
                      },
                      label
                    )
              )
            ].concat(cells)
          );
        }
        function cell(text, kind) {
          return element("td", { class: kind || "number" }, text);
        }
        // How many of them are listed.
        var FEW = 25;
        // Of one side: the functions that make 80 % of self.
        function fewOfOne() {
          var order = Array.from(selfOf[0].keys()).sort(function (a, b) {
            return selfOf[0][b] - selfOf[0][a] || a - b;
          });
          var sum = 0,
            count = 0,
            most = selfOf[0][order[0]],
            rows = [],
            k;
          for (k = 0; k < order.length && sum < 0.8 * whole(); k += 1) {
            var f = order[k],
              value = selfOf[0][f];
            if (!(value > 0)) {
              break;
            }
            sum += value;
            count += 1;
            if (count > FEW) {
              continue;
            }
            rows.push(
              fewRow(f, names[f], [
                cell(placeOf[f], "place"),
                cell(amount(value, unit())),
                cell(percent(value / whole())),
                cell(bar(value / most), "bars"),
                cell(percent(sum / whole()), "number soft")
              ])
            );
          }
          var words =
            plural(count, "function") +
            " of " +
            grouped(functionCount) +
            " make " +
            percent(sum / whole(), 0) +
            " of self" +
            (count > FEW ? "; the first " + FEW + ":" : ".");
          return [element("p", { class: "hint" }, words), element("table", { class: "few" }, rows)];
        }
        // Of two: changes that the test calls real, or the largest ones.
        function fewOfTwo() {
          var changes = (data.comparison.changes || []).filter(function (c) {
            return ["regressed", "improved", "new", "gone"].indexOf(c.verdict) >= 0;
          });
          var rows, words;
          if (changes.length && !isFiltered()) {
            var most = Math.max.apply(
              null,
              changes.map(function (c) {
                return Math.abs(c.impact);
              })
            );
            var causes = changes.filter(function (c) {
                return c.cause;
              }),
              listed = (causes.length ? causes : changes).slice(0, 20);
            rows = listed.map(function (c) {
              return fewRow(c["function"], visible(c.name), [
                cell(pill(c.verdict), ""),
                cell(c.figure, "soft"),
                cell(c.ratio === null ? "new" : signedPercent(c.ratio - 1)),
                cell(
                  c.ratio_lo === null
                    ? ""
                    : "[" + signedPercent(c.ratio_lo - 1) + ", " + signedPercent(c.ratio_hi - 1) + "]",
                  "number soft"
                ),
                cell(signedPercent(c.impact) + " of all"),
                cell(bar(c.impact / most, c.impact > 0 ? "up" : "down"), "bars")
              ]);
            });
            words =
              plural(causes.length, "cause") +
              " of " +
              plural(changes.length, "change") +
              " that the runs tell from noise.";
          } else {
            var order = Array.from(selfOf[0].keys()).sort(function (a, b) {
              return Math.abs(delta(selfOf, b)) - Math.abs(delta(selfOf, a)) || a - b;
            });
            var largest = Math.abs(delta(selfOf, order[0])) || 1;
            rows = order
              .slice(0, 12)
              .filter(function (f) {
                return delta(selfOf, f);
              })
              .map(function (f) {
                return fewRow(f, names[f], [
                  cell(placeOf[f], "place"),
                  cell(amount(first(selfOf, f), unit()) + " \u2192 " + amount(last(selfOf, f), unit())),
                  cell(signed(delta(selfOf, f), unit())),
                  cell(signedPercent(delta(selfOf, f) / wholeBefore()) + " of all"),
                  cell(bar(delta(selfOf, f) / largest, delta(selfOf, f) > 0 ? "up" : "down"), "bars")
                ]);
              });
            words = isFiltered()
              ? "The largest changes of what is chosen; nothing here is tested."
              : data.comparison.changes
                ? "No change is told from noise; the largest differences:"
                : "The largest differences, untested:";
          }
          return [element("p", { class: "hint" }, words), element("table", { class: "few" }, rows)];
        }
        function drawFew() {
          fill(
            id("few"),
            functionCount
              ? isDiff
                ? fewOfTwo()
                : fewOfOne()
              : element("p", { class: "hint" }, "There are no functions.")
          );
        }

        """#
}
