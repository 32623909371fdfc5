extension ReportScript {
    /// Words and elements: what everything else is written with.
    static let words: StaticString = #"""
        function id(name) {
          return document.getElementById(name);
        }

        // An element with attributes and children; texts become text, whatever is in them.
        function element(tag, attributes, children) {
          var e = document.createElement(tag);
          Object.keys(attributes || {}).forEach(function (name) {
            var value = attributes[name];
            if (name.indexOf("on") === 0) {
              e.addEventListener(name.slice(2), value);
            } else if (value === true) {
              e.setAttribute(name, "");
            } else if (value !== false && value !== null && value !== undefined) {
              e.setAttribute(name, value);
            }
          });
          [].concat(children === undefined ? [] : children).forEach(function (child) {
            if (child !== null) {
              e.append(child.nodeType ? child : String(child));
            }
          });
          return e;
        }
        function fill(parent, children) {
          parent.replaceChildren.apply(parent, [].concat(children));
        }

        // Control and direction characters of names are spelled out: a name is shown, not obeyed.
        var HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
        function visible(text) {
          return text.replace(HIDDEN, function (c) {
            return "\\u{" + c.charCodeAt(0).toString(16) + "}";
          });
        }
        function baseName(path) {
          return path.slice(path.lastIndexOf("/") + 1);
        }

        var STEPS = {
          nanoseconds: [
            [1e9, "s"],
            [1e6, "ms"],
            [1e3, "µs"],
            [1, "ns"]
          ],
          bytes: [
            [1073741824, "GiB"],
            [1048576, "MiB"],
            [1024, "KiB"],
            [1, "B"]
          ]
        };
        function grouped(value) {
          return Math.round(value)
            .toString()
            .replace(/\B(?=(\d{3})+$)/g, "\u202f");
        }
        function digits(value) {
          var size = Math.abs(value);
          return size >= 1000 ? grouped(value) : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
        }
        // A value in a unit of fitting size.
        function amount(value, unit) {
          var steps = STEPS[unit],
            sign = value < 0 ? "\u2212" : "",
            size = Math.abs(value);
          if (!size) {
            return "0";
          }
          if (!steps) {
            return sign + (size < 1000 && size % 1 ? digits(size) : grouped(size));
          }
          for (var i = 0; i < steps.length; i += 1) {
            if (size >= steps[i][0] || i === steps.length - 1) {
              return sign + digits(size / steps[i][0]) + " " + steps[i][1];
            }
          }
        }
        function signed(value, unit) {
          return (value > 0 ? "+" : "") + amount(value, unit);
        }
        function percent(part, places) {
          if (!isFinite(part)) {
            return "\u2013";
          }
          return (part * 100).toFixed(places === undefined ? 1 : places).replace("-", "\u2212") + " %";
        }
        function signedPercent(part) {
          return isFinite(part) ? (part > 0 ? "+" : "") + percent(part) : "new";
        }
        function plural(count, thing) {
          return grouped(count) + " " + thing + (count === 1 ? "" : "s");
        }

        """#
}
