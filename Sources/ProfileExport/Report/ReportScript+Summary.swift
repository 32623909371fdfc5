extension ReportScript {
    /// What was measured, and whether it can be believed.
    static let summary: StaticString = #"""
        function unique(values) {
          return values.filter(function (v, k) {
            return v !== null && v !== "" && values.indexOf(v) === k;
          });
        }
        function sumOf(runs, name) {
          return runs.reduce(function (sum, run) {
            return sum + (run[name] || 0);
          }, 0);
        }
        function factsOf(side) {
          var runs = data.runs.filter(function (run) {
            return run.side === side;
          });
          var sources = unique(
            runs.map(function (run) {
              return visible(run.source);
            })
          );
          var lost = sumOf(runs, "lost"),
            samples = sumOf(runs, "samples"),
            scale = isDiff ? scales[side] : 1;
          return [
            [
              "Traces",
              element(
                "span",
                { class: "mono", title: sources.join("\n") },
                sources.length > 2 ? sources[0] + " and " + (sources.length - 1) + " more" : sources.join(", ")
              )
            ],
            [
              "Format",
              unique(
                runs.map(function (run) {
                  return run.format;
                })
              ).join(", ") + (runs.length > 1 ? ", " + plural(runs.length, "run") : "")
            ],
            [
              "Total",
              amount(totals[side][0] * scale, unit()) +
                " " +
                (STEPS[unit()] ? "" : unit()) +
                (isDiff && runs.length > 1 ? " a run" : "")
            ],
            ["Samples", samples ? grouped(samples) + (lost ? ", " + grouped(lost) + " lost" : "") : "not sampled"],
            [
              "Duration",
              sumOf(runs, "duration_ns")
                ? amount(sumOf(runs, "duration_ns") / runs.length, "nanoseconds") +
                  (runs.length > 1 ? " a run" : "")
                : "\u2013"
            ],
            [
              "Threads",
              grouped(
                Math.max.apply(
                  null,
                  runs.map(function (run) {
                    return run.threads;
                  })
                )
              )
            ],
            [
              "Host",
              unique(
                runs.map(function (run) {
                  return run.host;
                })
              )
                .map(visible)
                .join(", ") || "\u2013"
            ],
            [
              "Command",
              unique(
                runs.map(function (run) {
                  return run.command;
                })
              )
                .map(visible)
                .join("; ") || "\u2013"
            ]
          ];
        }
        // What a reader should know before believing the page: [how bad, words].
        function beliefs() {
          var list = [],
            all = data.runs,
            side = sideCount - 1;
          function say(level, words) {
            list.push([level, words]);
          }
          if (isDiff && data.comparison.warnings) {
            data.comparison.warnings.forEach(function (words) {
              say("warning", visible(words));
            });
            if (!data.comparison.warnings.length) {
              say(
                "good",
                "Nothing speaks against the comparison: " +
                  runsOf.join(" and ") +
                  " runs, norm " +
                  data.comparison.norm +
                  "."
              );
            }
          } else if (isDiff) {
            say("warning", "Nothing was tested: noise is not told from change.");
          }
          if (isDiff && data.comparison.factor_reason) {
            say("note", "Figures after are scaled: " + visible(data.comparison.factor_reason) + ".");
          }
          var samples = sumOf(
            all.filter(function (run) {
              return run.side === side;
            }),
            "samples"
          );
          if (!isDiff && samples > 0) {
            say(
              samples < 1000 ? "warning" : "good",
              plural(samples, "sample") +
                ": by sampling alone, a share of 10 % is known to \u00b1 " +
                percent(1.96 * Math.sqrt(0.09 / samples), 2) +
                ", one of 1 % to \u00b1 " +
                percent(1.96 * Math.sqrt(0.0099 / samples), 2) +
                "."
            );
          }
          if (sumOf(all, "lost")) {
            say("warning", plural(sumOf(all, "lost"), "sample") + " were lost by the recorder.");
          }
          if (
            all.some(function (run) {
              return run.fidelity !== "exact";
            })
          ) {
            say("warning", "Stacks are estimated from a call graph; the figures of single functions are exact.");
          }
          var nameless = 0;
          for (var f = 0; f < functionCount; f += 1) {
            if (kinds[f] === "unresolved") {
              nameless += last(selfOf, f);
            }
          }
          if (nameless / whole() > 0.01) {
            say(
              "warning",
              percent(nameless / whole()) + " of self is in functions without a name: symbols are missing."
            );
          }
          if (last(own, 0) / whole() > 0.01) {
            say("note", percent(last(own, 0) / whole()) + " was measured without a stack.");
          }
          var bad = all.reduce(function (sum, run) {
            return (
              sum +
              run.diagnostics.filter(function (d) {
                return d.severity !== "note";
              }).length
            );
          }, 0);
          if (bad) {
            say("warning", plural(bad, "diagnostic") + " of the files: see the end of the page.");
          } else {
            say("good", "The files are clean.");
          }
          if (together > 1) {
            say("note", "Time is kept in steps of " + amount(cellTime(together), "nanoseconds") + ".");
          }
          return list;
        }
        function drawSummary() {
          var sides = data.sides.map(function (_, side) {
            return factsOf(side);
          });
          // What no side knows is not worth a line.
          var known = sides[0].map(function (_, k) {
            return sides.some(function (facts) {
              return facts[k][1] !== "\u2013";
            });
          });
          sides = sides.map(function (facts) {
            return facts.filter(function (_, k) {
              return known[k];
            });
          });
          var table = element(
            "table",
            { class: "facts" },
            (isDiff
              ? [
                  element(
                    "tr",
                    {},
                    [element("td", {}, "")].concat(
                      data.sides.map(function (name) {
                        return element("th", { scope: "col" }, name);
                      })
                    )
                  )
                ]
              : []
            ).concat(
              sides[0].map(function (fact, k) {
                return element(
                  "tr",
                  {},
                  [element("th", { scope: "row" }, fact[0])].concat(
                    sides.map(function (facts) {
                      return element("td", {}, facts[k][1]);
                    })
                  )
                );
              })
            )
          );
          var list = element(
            "ul",
            { class: "beliefs" },
            beliefs().map(function (belief) {
              return element("li", { class: belief[0] }, belief[1]);
            })
          );
          var lead =
            isDiff && data.comparison.headline
              ? element("p", { class: "lead" }, visible(data.comparison.headline))
              : "";
          fill(id("facts"), [
            lead,
            element("div", { class: "halves" }, [
              table,
              element("div", {}, [element("h3", {}, "Can it be believed?"), list])
            ])
          ]);
        }
        function drawNotes() {
          var rows = [];
          data.runs.forEach(function (run) {
            run.diagnostics.forEach(function (d) {
              rows.push(
                element("tr", {}, [
                  cell(pill(d.severity), ""),
                  cell(d.code, "mono"),
                  cell(grouped(d.count)),
                  cell(visible(d.message), ""),
                  cell(visible(run.source) + (d.line ? ":" + d.line : ""), "mono soft")
                ])
              );
            });
          });
          fill(
            id("notes-list"),
            rows.length
              ? element("table", { class: "notes" }, rows)
              : element("p", { class: "hint" }, "Nothing was odd in the files.")
          );
        }

        """#
}
