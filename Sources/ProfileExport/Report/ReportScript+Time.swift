extension ReportScript {
    /// The heat map, and the choice of a part of the time.
    static let time: StaticString = #"""
        // Sub-second offsets: a column is a span of time, a row a part of it; all runs lie over each other.
        var ROWS_A_COLUMN = data.clock ? data.clock.rows : 1,
          heatBoards = [],
          CELL = 4;
        function cellTime(cell) {
          return (cell / ROWS_A_COLUMN) * data.clock.column_ns;
        }
        function heatOf(side) {
          var heat = new Float64Array(data.clock.columns * ROWS_A_COLUMN),
            values = rowValues[state.type];
          for (var r = 0; r < rowRun.length; r += 1) {
            var isOther =
              runSide[rowRun[r]] !== side || rowCell[r] < 0 || (state.thread >= 0 && rowThread[r] !== state.thread);
            if (isOther || (state.run >= 0 && rowRun[r] !== state.run)) {
              continue;
            }
            for (var k = 0; k < together; k += 1) {
              var cell = rowCell[r] * together + k;
              if (cell < heat.length) {
                heat[cell] += values[r] / together;
              }
            }
          }
          return heat;
        }
        function HeatBoard(side) {
          var board = this;
          this.side = side;
          this.canvas = element("canvas", {
            tabindex: 0,
            role: "img",
            "aria-label": "When samples were taken. Arrow keys choose a column, with Shift several, Escape all."
          });
          this.box = element("figure", {}, [
            isDiff ? element("figcaption", {}, data.sides[side]) : "",
            element("div", { class: "heat" }, this.canvas)
          ]);
          this.anchor = -1;
          this.canvas.addEventListener("mousedown", function (event) {
            board.anchor = board.at(event);
            board.drag(board.anchor);
            event.preventDefault();
            board.canvas.focus();
          });
          window.addEventListener("mousemove", function (event) {
            if (board.anchor >= 0) {
              board.drag(board.at(event));
            }
          });
          window.addEventListener("mouseup", function () {
            if (board.anchor >= 0) {
              board.anchor = -1;
              filtered();
            }
          });
          this.canvas.addEventListener("keydown", heatKey);
        }
        HeatBoard.prototype.at = function (event) {
          var box = this.canvas.getBoundingClientRect();
          var column = Math.max(
            0,
            Math.min(data.clock.columns - 1, Math.floor((event.clientX - box.left) / this.step))
          );
          var row = Math.max(
            0,
            Math.min(ROWS_A_COLUMN - 1, ROWS_A_COLUMN - 1 - Math.floor((event.clientY - box.top) / CELL))
          );
          return column * ROWS_A_COLUMN + row;
        };
        HeatBoard.prototype.drag = function (cell) {
          state.from = Math.min(this.anchor, cell);
          state.to = Math.max(this.anchor, cell);
          drawHeats();
          tellTime();
        };
        HeatBoard.prototype.draw = function () {
          var heat = this.heat || (this.heat = heatOf(this.side)),
            columns = data.clock.columns,
            most = 0;
          heat.forEach(function (value) {
            if (value > most) {
              most = value;
            }
          });
          this.step = Math.max(1, Math.min(14, (id("time-board").clientWidth - 2) / columns));
          var ratio = window.devicePixelRatio || 1,
            width = Math.ceil(columns * this.step),
            height = ROWS_A_COLUMN * CELL;
          this.canvas.width = width * ratio;
          this.canvas.height = height * ratio;
          this.canvas.style.width = width + "px";
          this.canvas.style.height = height + "px";
          var c = this.canvas.getContext("2d"),
            paint = colors();
          c.setTransform(ratio, 0, 0, ratio, 0, 0);
          for (var i = 0; i < heat.length; i += 1) {
            if (!(heat[i] > 0)) {
              continue;
            }
            var part = Math.sqrt(heat[i] / most),
              isIn = state.from < 0 || (i >= state.from && i <= state.to);
            c.globalAlpha = isIn ? 1 : 0.25;
            c.fillStyle = paint.isDark
              ? "hsl(" + (18 + 26 * part) + " " + (45 + 45 * part) + "% " + (20 + 48 * part) + "%)"
              : "hsl(" + (44 - 36 * part) + " 88% " + (86 - 48 * part) + "%)";
            c.fillRect(
              Math.floor(i / ROWS_A_COLUMN) * this.step,
              height - CELL - (i % ROWS_A_COLUMN) * CELL,
              Math.max(1, this.step - (this.step > 3 ? 0.5 : 0)),
              CELL - 0.5
            );
          }
          c.globalAlpha = 1;
        };
        function drawHeats() {
          heatBoards.forEach(function (board) {
            board.draw();
          });
        }
        function heatKey(event) {
          if (event.key === "Escape") {
            state.from = state.to = -1;
            filtered();
            return;
          }
          if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") {
            return;
          }
          event.preventDefault();
          var step = event.key === "ArrowRight" ? ROWS_A_COLUMN : -ROWS_A_COLUMN,
            most = data.clock.columns * ROWS_A_COLUMN - 1;
          if (state.from < 0) {
            state.from = 0;
            state.to = ROWS_A_COLUMN - 1;
          } else {
            var from = state.from + (event.shiftKey ? 0 : step),
              to = state.to + step;
            if (from < 0 || to > most || to < from) {
              return;
            }
            state.from = from;
            state.to = to;
          }
          filtered();
        }
        function tellTime() {
          var words =
            state.from < 0
              ? "Drag over the cells to choose a part of the time; everything on this page follows."
              : amount(cellTime(state.from), "nanoseconds") +
                " to " +
                amount(cellTime(state.to + 1), "nanoseconds") +
                " of each run";
          id("time-told").textContent = words;
        }
        function timeTools() {
          if (!data.clock) {
            return;
          }
          id("time").hidden = false;
          var column = amount(data.clock.column_ns, "nanoseconds");
          fill(id("time-tools"), [
            element("output", { id: "time-told" }),
            element(
              "span",
              { class: "hint" },
              "A column is " + column + ", from its start at the bottom to its end at the top."
            )
          ]);
          heatBoards = data.sides.map(function (_, side) {
            return new HeatBoard(side);
          });
          fill(
            id("time-board"),
            heatBoards.map(function (board) {
              return board.box;
            })
          );
          tellTime();
        }

        """#
}
