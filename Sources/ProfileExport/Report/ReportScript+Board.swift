extension ReportScript {
    /// One flame graph on a canvas: only what is in sight and wide enough is drawn.
    static let board: StaticString = #"""
        var ROW = 18,
          FONT = 11;
        // One drawing: an icicle of one side, or of both by the larger of the two ("change").
        function Board(side) {
          this.side = side;
          this.zoomed = 0;
          this.here = -1;
          this.hover = -1;
          this.rows = 1;
          this.canvas = element("canvas", { tabindex: 0, role: "img" });
          this.scroll = element("div", { class: "board" }, [this.canvas, element("div", { class: "rest" })]);
          var caption = isDiff && side !== "change" ? element("figcaption", {}, data.sides[side]) : null;
          this.box = element("figure", {}, [caption, this.scroll]);
          var board = this;
          this.scroll.addEventListener("scroll", function () {
            board.draw();
          });
          this.canvas.addEventListener("mousemove", function (event) {
            board.point(board.at(event));
          });
          this.canvas.addEventListener("mouseleave", function () {
            board.point(-1);
          });
          this.canvas.addEventListener("click", function (event) {
            var i = board.at(event);
            if (i >= 0) {
              board.here = i;
              select(functionAt[i]);
              zoomTo(i === board.zoomed ? 0 : i);
            }
          });
          this.canvas.addEventListener("keydown", function (event) {
            boardKey(board, event);
          });
        }
        // Widths are totals; of a comparison the larger of both sides at each path, so that what is gone is seen too.
        Board.prototype.layout = function () {
          var i, width;
          if (this.side === "change") {
            width = new Float64Array(pathCount);
            for (i = 0; i < pathCount; i += 1) {
              width[i] = Math.max(first(own, i), last(own, i), 0);
            }
            for (i = pathCount - 1; i > 0; i -= 1) {
              width[parents[i]] += width[i];
            }
            this.full = width[0];
          } else {
            var scale = isDiff ? scales[this.side] : 1;
            width = totals[this.side].map(function (value) {
              return Math.max(0, value * scale);
            });
            // Both sides have one scale: the one that takes longer is wider.
            this.full = isDiff ? Math.max(wholeBefore(), whole()) : width[0];
          }
          var left = new Float64Array(pathCount),
            used = new Float64Array(pathCount);
          for (i = 1; i < pathCount; i += 1) {
            left[i] = left[parents[i]] + used[parents[i]];
            used[parents[i]] += width[i];
          }
          this.width = width;
          this.left = left;
        };
        Board.prototype.span = function () {
          return this.zoomed ? this.width[this.zoomed] : this.full;
        };
        // Calls `each` with every frame that is wide enough, callers first; what is too narrow is passed over whole.
        Board.prototype.walk = function (least, each) {
          var z = this.zoomed,
            end = ends[z],
            i = z;
          while (i < end) {
            if (this.width[i] < least || !this.width[i]) {
              i = i === z ? end : ends[i];
              continue;
            }
            i = each(i) ? ends[i] : i + 1;
          }
        };
        Board.prototype.fit = function () {
          // Tall enough for frames that can be read; thin towers are scrolled to.
          var deepest = 0,
            readable = 0,
            pixel = this.span() / this.scroll.clientWidth,
            board = this;
          this.walk(pixel * 0.5, function (i) {
            if (depths[i] > deepest) {
              deepest = depths[i];
            }
            if (depths[i] > readable && board.width[i] > pixel * 12) {
              readable = depths[i];
            }
            return false;
          });
          this.rows = deepest + 1;
          var height = Math.min(
            Math.max(readable + 2, Math.min(this.rows, 14)) * ROW,
            Math.round(innerHeight * 0.66)
          );
          this.scroll.style.height = height + "px";
          this.scroll.lastChild.style.height = Math.max(0, this.rows * ROW - height) + "px";
          var ratio = window.devicePixelRatio || 1,
            pixels = this.scroll.clientWidth;
          this.canvas.width = Math.round(pixels * ratio);
          this.canvas.height = Math.round(height * ratio);
          this.canvas.style.width = pixels + "px";
          this.canvas.style.height = height + "px";
          this.pixels = pixels;
          this.height = height;
          this.ratio = ratio;
        };
        Board.prototype.draw = function () {
          if (!this.pixels) {
            return;
          }
          var c = this.canvas.getContext("2d"),
            board = this,
            top = this.scroll.scrollTop;
          var paint = colors(),
            span = this.span(),
            scale = span ? this.pixels / span : 0;
          var base = this.zoomed ? this.left[this.zoomed] : 0;
          c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
          c.fillStyle = paint.paper;
          c.fillRect(0, 0, this.pixels, this.height);
          c.font = FONT + 'px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
          c.textBaseline = "middle";
          var letter = c.measureText("mmmmmmmmmm").width / 10;
          function frame(i, x, w, dim) {
            var y = depths[i] * ROW - top;
            if (y < -ROW || y > board.height) {
              return;
            }
            c.globalAlpha = dim ? 0.55 : 1;
            c.fillStyle = board.color(i, paint);
            c.fillRect(x, y, Math.max(0.5, w - (w > 2 ? 1 : 0)), ROW - 1);
            if (i === board.here || i === board.hover) {
              c.strokeStyle = paint.ink;
              c.lineWidth = i === board.here ? 2 : 1;
              c.strokeRect(x + 0.5, y + 0.5, Math.max(1, w - 2), ROW - 2);
            }
            if (w > 26) {
              var room = Math.floor((w - 8) / letter),
                text = i ? names[functionAt[i]] : "all";
              if (text.length > room) {
                text = room > 3 ? text.slice(0, room - 1) + "\u2026" : "";
              }
              c.fillStyle = paint.label;
              c.fillText(text, x + 4, y + ROW / 2);
            }
            c.globalAlpha = 1;
          }
          for (var up = this.zoomed; up > 0; ) {
            up = parents[up];
            frame(up, 0, this.pixels, true);
          }
          this.walk(scale ? 0.4 / scale : Infinity, function (i) {
            frame(i, (board.left[i] - base) * scale, board.width[i] * scale, false);
            return false;
          });
          this.canvas.setAttribute(
            "aria-label",
            "Flame graph" + (this.here >= 0 ? ": " + this.told(this.here) : "")
          );
        };
        Board.prototype.color = function (i, paint) {
          if (!i) {
            return paint.root;
          }
          var f = functionAt[i];
          if (state.found && state.found[f]) {
            return paint.match;
          }
          if (this.side !== "change") {
            return f === state.chosen ? paint.chosen : functionColor(f, paint.isDark);
          }
          return changeColor(delta(totals, i) / (Math.max(wholeBefore(), whole()) || 1), paint.isDark);
        };
        // The frame under the pointer: down from the zoomed one, in each row the callee that is there.
        Board.prototype.at = function (event) {
          var box = this.canvas.getBoundingClientRect(),
            span = this.span();
          var row = Math.floor((event.clientY - box.top + this.scroll.scrollTop) / ROW),
            i = this.zoomed;
          if (row < depths[i]) {
            while (depths[i] > row && i > 0) {
              i = parents[i];
            }
            return row < 0 ? -1 : i;
          }
          var x = (this.zoomed ? this.left[i] : 0) + ((event.clientX - box.left) / this.pixels) * span;
          if (x > this.left[i] + this.width[i]) {
            return -1;
          }
          while (depths[i] < row) {
            var next = -1;
            for (var k = i + 1; k < ends[i]; k = ends[k]) {
              if (this.width[k] > 0 && x >= this.left[k] && x < this.left[k] + this.width[k]) {
                next = k;
                break;
              }
            }
            if (next < 0) {
              return -1;
            }
            i = next;
          }
          return i;
        };
        Board.prototype.told = function (i) {
          var title = i ? functionTitle(functionAt[i]) : "all",
            u = unit();
          if (isDiff && this.side === "change") {
            return (
              title +
              "   " +
              amount(first(totals, i), u) +
              " \u2192 " +
              amount(last(totals, i), u) +
              "   " +
              signed(delta(totals, i), u) +
              ", " +
              signedPercent(delta(totals, i) / wholeBefore()) +
              " of all"
            );
          }
          var side = this.side,
            scale = isDiff ? scales[side] : 1,
            all = totals[side][0] * scale;
          return (
            title +
            "   total " +
            amount(totals[side][i] * scale, u) +
            ", " +
            percent((totals[side][i] * scale) / all, 2) +
            "   self " +
            amount(own[side][i] * scale, u) +
            (i && parents[i] ? "   " + percent(totals[side][i] / totals[side][parents[i]]) + " of its caller" : "")
          );
        };
        Board.prototype.point = function (i) {
          if (i === this.hover) {
            return;
          }
          this.hover = i;
          this.canvas.style.cursor = i < 0 ? "default" : "pointer";
          tell(this, i < 0 ? this.here : i);
          this.draw();
        };
        function tell(board, i) {
          id("flame-details").textContent = i < 0 ? "\u00a0" : board.told(i);
        }

        """#
}
