extension ReportScript {
    /// The runs, one dot each.
    static let trend: StaticString = #"""
        var SVG = "http://www.w3.org/2000/svg";
        function shape(tag, attributes, text) {
          var e = document.createElementNS(SVG, tag);
          Object.keys(attributes).forEach(function (name) {
            e.setAttribute(name, attributes[name]);
          });
          if (text !== undefined) {
            e.textContent = text;
          }
          return e;
        }
        // The order of recording where all runs know it; else that of the command line.
        var runOrder = data.runs.map(function (_, k) {
          return k;
        });
        if (
          !isDiff &&
          data.runs.every(function (run) {
            return run.recorded_ns !== null;
          })
        ) {
          runOrder.sort(function (a, b) {
            return data.runs[a].recorded_ns - data.runs[b].recorded_ns || a - b;
          });
        }
        function runValues(f) {
          var sums = new Float64Array(data.runs.length),
            values = rowValues[state.type];
          for (var r = 0; r < rowRun.length; r += 1) {
            if (f < 0 || functionAt[rowPath[r]] === f) {
              sums[rowRun[r]] += values[r];
            }
          }
          return sums;
        }
        // One dot a run; a line at the mean of each side.
        function dots(title, values) {
          var width = 520,
            height = 132,
            left = 8,
            top = 26,
            bottom = 22,
            u = unit(),
            most = Math.max.apply(null, values) || 1;
          var svg = shape("svg", { viewBox: "0 0 " + width + " " + height, role: "img", class: "dots" });
          var step = (width - 120 - left) / Math.max(1, runOrder.length);
          function y(value) {
            return height - bottom - (Math.max(0, value) / most) * (height - top - bottom);
          }
          svg.append(shape("text", { x: left, y: 14, class: "head" }, title));
          svg.append(shape("line", { x1: left, x2: width - 112, y1: y(0), y2: y(0), class: "axis" }));
          // Two labels that would lie over each other stand apart.
          var means = [];
          function told(side) {
            var gap = side ? means[1] - means[0] : 0;
            return means[side] + 4 + (side && Math.abs(gap) < 13 ? (gap < 0 ? -13 : 13) - gap : 0);
          }
          data.sides.forEach(function (name, side) {
            var mine = runOrder.filter(function (run) {
              return runSide[run] === side;
            });
            var mean =
              mine.reduce(function (sum, run) {
                return sum + values[run];
              }, 0) / mine.length;
            var from = runOrder.indexOf(mine[0]),
              to = runOrder.indexOf(mine[mine.length - 1]) + 1;
            svg.append(
              shape("line", {
                x1: left + from * step,
                x2: left + to * step,
                y1: y(mean),
                y2: y(mean),
                class: "mean side" + side
              })
            );
            means.push(y(mean));
            svg.append(
              shape(
                "text",
                { x: width - 106, y: told(side), class: "told side" + side },
                amount(mean, u) + (isDiff ? " " + name : " mean")
              )
            );
          });
          runOrder.forEach(function (run, k) {
            var dot = shape("circle", {
              cx: left + (k + 0.5) * step,
              cy: y(values[run]),
              r: Math.min(5, Math.max(2, step / 3)),
              class: "dot side" + runSide[run]
            });
            dot.append(shape("title", {}, visible(data.runs[run].source) + ": " + amount(values[run], u)));
            svg.append(dot);
          });
          svg.append(shape("text", { x: left, y: height - 6, class: "told" }, plural(runOrder.length, "run")));
          return svg;
        }
        function hottest() {
          var best = 0;
          for (var f = 1; f < functionCount; f += 1) {
            var isMore = isDiff
              ? Math.abs(delta(selfOf, f)) > Math.abs(delta(selfOf, best))
              : selfOf[0][f] > selfOf[0][best];
            if (isMore) {
              best = f;
            }
          }
          return best;
        }
        function drawRuns() {
          if (data.runs.length < 3 || !functionCount) {
            return;
          }
          id("trend").hidden = false;
          var f = state.chosen >= 0 ? state.chosen : hottest();
          fill(id("trend-board"), [
            dots("Whole run", runValues(-1)),
            dots("Self of " + names[f].slice(0, 60), runValues(f))
          ]);
        }

        """#
}
