(function () {
  "use strict";
  var board = document.getElementById("frames"), details = document.getElementById("details");
  var frames = Array.from(board.children), field = document.querySelector("input"), count = document.querySelector("output");
  var boxes = frames.map(function (f) { return { x: +f.dataset.x, w: +f.dataset.w, d: +f.dataset.d }; });
  var here = 0, zoomed = 0;
  function told(i) { return frames[i].lastElementChild.textContent; }
  function nameOf(i) { return frames[i].children[1].textContent; }
  function tell(i) { details.textContent = told(i); }
  // Callers of the chosen frame keep the whole width, dimmed; what is beside it goes.
  function zoom(chosen) {
    var z = boxes[chosen], slack = 1e-3;
    zoomed = chosen;
    frames.forEach(function (f, i) {
      var b = boxes[i], above = b.d < z.d && b.x <= z.x + slack && b.x + b.w >= z.x + z.w - slack;
      var inside = b.d >= z.d && b.x >= z.x - slack && b.x + b.w <= z.x + z.w + slack;
      f.classList.toggle("off", !above && !inside);
      f.classList.toggle("dim", above);
      f.setAttribute("x", (above ? 0 : (b.x - z.x) / z.w * 100) + "%");
      f.setAttribute("width", (above ? 100 : b.w / z.w * 100) + "%");
    });
  }
  function search(text) {
    var word = text.toLowerCase(), found = 0;
    frames.forEach(function (f, i) {
      var hit = word !== "" && nameOf(i).toLowerCase().indexOf(word) >= 0;
      f.classList.toggle("match", hit);
      if (hit) { found += 1; }
    });
    count.textContent = word === "" ? "" : found + " found";
  }
  function go(i) {
    if (i < 0) { return; }
    frames[here].classList.remove("here");
    here = i;
    frames[here].classList.add("here");
    tell(here);
  }
  function near(key) {
    var b = boxes[here], best = -1;
    boxes.forEach(function (c, i) {
      if (frames[i].classList.contains("off")) { return; }
      var level = c.d - b.d;
      if (key === "ArrowUp" && level === -1 && c.x <= b.x + 1e-3 && c.x + c.w >= b.x + b.w - 1e-3) { best = i; }
      var below = key === "ArrowDown" && level === 1 && c.x >= b.x - 1e-3 && c.x + c.w <= b.x + b.w + 1e-3;
      if (below && (best < 0 || c.w > boxes[best].w)) { best = i; }
      var right = key === "ArrowRight" && level === 0 && c.x > b.x, left = key === "ArrowLeft" && level === 0 && c.x < b.x;
      if (right && (best < 0 || c.x < boxes[best].x) || left && (best < 0 || c.x > boxes[best].x)) { best = i; }
    });
    return best;
  }
  function frameOf(event) { return frames.indexOf(event.target.closest("#frames > svg")); }
  board.addEventListener("click", function (event) { var i = frameOf(event); if (i >= 0) { go(i); zoom(i); } });
  board.addEventListener("mouseover", function (event) { var i = frameOf(event); if (i >= 0) { tell(i); } });
  board.addEventListener("mouseleave", function () { tell(here); });
  board.addEventListener("keydown", function (event) {
    if (event.key.indexOf("Arrow") === 0) { go(near(event.key)); event.preventDefault(); }
    if (event.key === "Enter") { zoom(here); }
    if (event.key === "Escape") { if (zoomed) { zoom(0); } else { field.value = ""; search(""); } }
  });
  field.addEventListener("input", function () { search(field.value); });
  field.addEventListener("keydown", function (event) { if (event.key === "Escape") { field.value = ""; search(""); } });
  tell(0);
})();
