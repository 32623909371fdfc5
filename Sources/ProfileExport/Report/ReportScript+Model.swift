extension ReportScript {
    /// The data of the page, its filters, and the sums of what passes them.
    static let model: StaticString = #"""
        var data = JSON.parse(id("data").textContent);
        id("data").textContent = "";
        var isDiff = data.sides.length === 2,
          sideCount = data.sides.length;
        var parents = Int32Array.from(data.tree.parent),
          functionAt = Int32Array.from(data.tree["function"]);
        var pathCount = parents.length,
          functionCount = data.functions.name.length;
        var names = data.functions.name.map(visible),
          kinds = data.functions.kind;
        var paths = data.functions.places.map(visible);
        var placeOf = data.functions.place.map(function (p) {
          return baseName(paths[p]);
        });
        var rowRun = Int32Array.from(data.rows.run),
          rowPath = Int32Array.from(data.rows.path);
        var rowThread = Int32Array.from(data.rows.thread),
          rowCell = Int32Array.from(data.rows.cell);
        var rowValues = data.rows.values.map(function (v) {
          return Float64Array.from(v);
        });
        var runSide = data.runs.map(function (run) {
          return run.side;
        });
        var runsOf = data.sides.map(function (_, side) {
          return runSide.filter(function (s) {
            return s === side;
          }).length;
        });
        var together = data.clock ? data.clock.together : 1;
        var recursiveRows = data.tree.recursive;
        data.rows = data.tree = null;

        // What is below path i are the rows i + 1 ... ends[i] - 1.
        var depths = new Int32Array(pathCount),
          ends = new Int32Array(pathCount),
          recursive = new Uint8Array(pathCount);
        (function () {
          for (var i = 0; i < pathCount; i += 1) {
            ends[i] = i + 1;
            if (i) {
              depths[i] = depths[parents[i]] + 1;
            }
          }
          for (i = pathCount - 1; i > 0; i -= 1) {
            if (ends[i] > ends[parents[i]]) {
              ends[parents[i]] = ends[i];
            }
          }
        })();
        recursiveRows.forEach(function (row) {
          recursive[row] = 1;
        });

        var state = { type: data.type, thread: -1, run: -1, from: -1, to: -1, chosen: -1, term: "", found: null };
        // By side: measured at a path, there and below, in a function, there and below.
        var own = [],
          totals = [],
          selfOf = [],
          totalOf = [];
        var scales = [1, 1];

        function unit() {
          return data.types[state.type].unit;
        }
        function isFiltered() {
          return state.thread >= 0 || state.run >= 0 || state.from >= 0;
        }
        function passes(row) {
          if (state.thread >= 0 && rowThread[row] !== state.thread) {
            return false;
          }
          if (state.run >= 0 && rowRun[row] !== state.run) {
            return false;
          }
          if (state.from < 0) {
            return true;
          }
          var cell = rowCell[row] * together;
          return rowCell[row] >= 0 && cell <= state.to && cell + together > state.from;
        }
        // Sums everything that passes the filters: one loop over the rows, one backwards over the tree.
        function sum() {
          var values = rowValues[state.type],
            side,
            i,
            r;
          own = [];
          totals = [];
          selfOf = [];
          totalOf = [];
          for (side = 0; side < sideCount; side += 1) {
            own.push(new Float64Array(pathCount));
          }
          var all = !isFiltered();
          for (r = 0; r < rowRun.length; r += 1) {
            if (all || passes(r)) {
              own[runSide[rowRun[r]]][rowPath[r]] += values[r];
            }
          }
          for (side = 0; side < sideCount; side += 1) {
            var total = Float64Array.from(own[side]),
              mine = own[side];
            var selfs = new Float64Array(functionCount),
              wholes = new Float64Array(functionCount);
            for (i = pathCount - 1; i > 0; i -= 1) {
              total[parents[i]] += total[i];
              selfs[functionAt[i]] += mine[i];
              if (!recursive[i]) {
                wholes[functionAt[i]] += total[i];
              }
            }
            if (all && data.exact) {
              selfs = Float64Array.from(data.exact[side].self[state.type]);
              wholes = Float64Array.from(data.exact[side].total[state.type]);
            }
            totals.push(total);
            selfOf.push(selfs);
            totalOf.push(wholes);
          }
          // Two sides are compared by their mean runs.
          if (isDiff) {
            scales = [1 / runsOf[0], data.comparison.factor / runsOf[0]];
          }
        }
        // The last side's figure, and the change from the first one.
        function last(figures, i) {
          return figures[sideCount - 1][i] * (isDiff ? scales[1] : 1);
        }
        function first(figures, i) {
          return figures[0][i] * scales[0];
        }
        function delta(figures, i) {
          return last(figures, i) - first(figures, i);
        }
        function whole() {
          return last(totals, 0);
        }
        function wholeBefore() {
          return first(totals, 0);
        }
        function functionTitle(f) {
          return names[f] + (placeOf[f] ? "  [" + placeOf[f] + "]" : "");
        }

        // What a search term means: a part of a name in any case, or /a regular expression/.
        function matcher(term) {
          var pattern = /^\/(.*)\/$/.exec(term);
          if (pattern) {
            try {
              var expression = new RegExp(pattern[1]);
            } catch (error) {
              return null;
            }
            return function (f) {
              return expression.test(names[f]);
            };
          }
          var word = term.toLowerCase();
          return function (f) {
            return names[f].toLowerCase().indexOf(word) >= 0 || placeOf[f].toLowerCase().indexOf(word) >= 0;
          };
        }

        """#
}
