extension ReportScript {
    /// The table of functions.
    static let table: StaticString = #"""
        var PAGE = 100,
          tableShown = PAGE,
          tableOrder = isDiff ? "change" : "self",
          tableDown = true,
          tableTerm = "",
          tableHere = 0;
        var verdicts = {};
        ((isDiff && data.comparison.changes) || []).forEach(function (change) {
          if (change["function"] === null) {
            return;
          }
          var known = verdicts[change["function"]];
          if (!known || (change.figure === "self" && known.figure !== "self" && !known.cause)) {
            verdicts[change["function"]] = change;
          }
        });
        function verdictOf(f) {
          return verdicts[f] ? verdicts[f].verdict : "";
        }
        function pill(word) {
          return word ? element("span", { class: "pill " + word }, word) : "";
        }
        function bar(part, kind) {
          var width = Math.min(100, Math.abs(part) * 100) || 0;
          return element(
            "span",
            { class: "bar " + (kind || ""), "aria-hidden": "true" },
            element("i", { style: "width:" + width.toFixed(2) + "%" })
          );
        }
        // Name, key to sort by, text or element of a cell, and whether it is a number.
        function columnsOf() {
          var u = unit();
          function value(id, title, of) {
            return {
              id: id,
              title: title,
              key: of,
              cell: function (f) {
                return amount(of(f), u);
              },
              number: true
            };
          }
          function part(id, title, of, all) {
            return {
              id: id,
              title: title,
              key: of,
              number: true,
              cell: function (f) {
                return percent(of(f) / all());
              }
            };
          }
          var name = {
            id: "name",
            title: "Function",
            key: function (f) {
              return names[f];
            },
            cell: function (f) {
              return [
                element("span", { class: "mono name", title: functionTitle(f) }, names[f] || "(nameless)"),
                element("span", { class: "place", title: paths[data.functions.place[f]] }, placeOf[f])
              ];
            }
          };
          function self(f) {
            return last(selfOf, f);
          }
          function total(f) {
            return last(totalOf, f);
          }
          if (!isDiff) {
            return [
              name,
              value("self", "Self", self),
              part("selfpart", "Self %", self, whole),
              value("total", "Total", total),
              part("totalpart", "Total %", total, whole),
              {
                id: "kind",
                title: "Kind",
                key: function (f) {
                  return kinds[f];
                },
                cell: function (f) {
                  return kinds[f];
                }
              }
            ];
          }
          var changes = [
            [
              "change",
              "Self \u0394",
              function () {
                return selfOf;
              }
            ],
            [
              "totalchange",
              "Total \u0394",
              function () {
                return totalOf;
              }
            ]
          ].map(function (c) {
            return {
              id: c[0],
              title: c[1],
              number: true,
              size: true,
              key: function (f) {
                return delta(c[2](), f);
              },
              cell: function (f) {
                return signed(delta(c[2](), f), u);
              }
            };
          });
          return [
            name,
            value("before", "Self before", function (f) {
              return first(selfOf, f);
            }),
            value("self", "Self after", self),
            changes[0],
            {
              id: "part",
              title: "of all",
              number: true,
              size: true,
              key: function (f) {
                return delta(selfOf, f);
              },
              cell: function (f) {
                return signedPercent(delta(selfOf, f) / wholeBefore());
              }
            },
            value("totalbefore", "Total before", function (f) {
              return first(totalOf, f);
            }),
            value("total", "Total after", total),
            changes[1],
            {
              id: "verdict",
              title: "Verdict",
              key: verdictOf,
              cell: function (f) {
                return pill(verdictOf(f));
              }
            }
          ];
        }
        function tableRows(columns) {
          var matches = tableTerm ? matcher(tableTerm) : null,
            list = [];
          for (var f = 0; f < functionCount; f += 1) {
            var there =
              selfOf.some(function (s) {
                return s[f];
              }) ||
              totalOf.some(function (s) {
                return s[f];
              });
            if (there && (!tableTerm || (matches && matches(f)))) {
              list.push(f);
            }
          }
          var column =
            columns.filter(function (c) {
              return c.id === tableOrder;
            })[0] || columns[1];
          var sign = tableDown ? -1 : 1;
          return list.sort(function (a, b) {
            var x = column.key(a),
              y = column.key(b);
            if (column.size) {
              x = Math.abs(x);
              y = Math.abs(y);
            }
            return (x < y ? -sign : x > y ? sign : 0) || last(totalOf, b) - last(totalOf, a) || a - b;
          });
        }
        function drawTable() {
          var columns = columnsOf(),
            rows = tableRows(columns),
            shown = rows.slice(0, tableShown);
          var head = element(
            "tr",
            {},
            columns.map(function (column) {
              var isHere = column.id === tableOrder;
              return element(
                "th",
                {
                  scope: "col",
                  class: column.number ? "number" : "",
                  "aria-sort": isHere ? (tableDown ? "descending" : "ascending") : null
                },
                element(
                  "button",
                  {
                    type: "button",
                    onclick: function () {
                      tableDown = isHere ? !tableDown : Boolean(column.number);
                      tableOrder = column.id;
                      drawTable();
                      id("table").querySelectorAll("th button")[columns.indexOf(column)].focus();
                    }
                  },
                  column.title + (isHere ? (tableDown ? " \u2193" : " \u2191") : "")
                )
              );
            })
          );
          tableHere = Math.min(tableHere, Math.max(0, shown.length - 1));
          var body = element(
            "tbody",
            {},
            shown.map(function (f, k) {
              return element(
                "tr",
                { "data-f": f, tabindex: k === tableHere ? 0 : -1, "aria-selected": String(f === state.chosen) },
                columns.map(function (column) {
                  return element("td", { class: column.number ? "number" : "" }, column.cell(f));
                })
              );
            })
          );
          var more =
            rows.length > shown.length
              ? element(
                  "button",
                  {
                    type: "button",
                    id: "more",
                    onclick: function () {
                      tableShown += 5 * PAGE;
                      drawTable();
                    }
                  },
                  "Show more: " + grouped(rows.length - shown.length) + " are left"
                )
              : "";
          fill(id("table"), [element("table", { class: "functions" }, [element("thead", {}, head), body]), more]);
          id("table-count").textContent = plural(rows.length, "function");
        }
        function tableTools() {
          var field = element("input", {
            type: "search",
            id: "table-search",
            placeholder: "Search, or /expression/",
            "aria-label": "Search functions in the table",
            oninput: function () {
              tableTerm = field.value.trim();
              tableShown = PAGE;
              tableHere = 0;
              drawTable();
            }
          });
          fill(id("table-tools"), [field, element("output", { id: "table-count" })]);
          id("table").addEventListener("click", function (event) {
            var row = event.target.closest("tbody tr");
            if (row) {
              choose(+row.dataset.f);
            }
          });
          id("table").addEventListener("keydown", function (event) {
            var row = event.target.closest("tbody tr");
            if (!row) {
              return;
            }
            var next =
              event.key === "ArrowDown"
                ? row.nextElementSibling
                : event.key === "ArrowUp"
                  ? row.previousElementSibling
                  : null;
            if (event.key === "Enter" || event.key === " ") {
              choose(+row.dataset.f);
              event.preventDefault();
            }
            if (!next) {
              return;
            }
            event.preventDefault();
            row.tabIndex = -1;
            next.tabIndex = 0;
            next.focus();
            tableHere = Array.from(next.parentNode.children).indexOf(next);
          });
        }

        """#
}
