(function () {
  "use strict";
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };
  var order = new Intl.Collator("zh", { numeric: true }).compare;

  // ── Sorting: a heading sorts by its column, figures largest first; again turns the order.
  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
  }
  all("table").forEach(function (table) {
    var heads = all("th", table), body = table.tBodies[0];
    heads.forEach(function (head, column) {
      var button = head.querySelector("button");
      if (!button) return;
      button.addEventListener("click", function () {
        var isFigure = head.classList.contains("n");
        var was = head.getAttribute("aria-sort");
        var down = was === null ? isFigure : was === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        Array.from(body.rows).map(function (row, at) { return [key(row, column), at, row]; }).sort(function (a, b) {
          // What is blank stays below, whichever way.
          if ((a[0] === "") !== (b[0] === "")) return a[0] === "" ? 1 : -1;
          var by = isFigure ? a[0] - b[0] : order(a[0], b[0]);
          return (down ? -by : by) || a[1] - b[1];
        }).forEach(function (entry) { body.append(entry[2]); });
      });
    });
  });

  // ── Filter: every word must stand in a row.
  var box = document.getElementById("filter"), left = document.getElementById("left");
  var rows = all("tbody tr").map(function (row) { return [row, row.textContent.toLowerCase()]; });
  function filter() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean), n = 0;
    rows.forEach(function (entry) {
      var fits = words.every(function (word) { return entry[1].indexOf(word) >= 0; });
      entry[0].hidden = !fits;
      if (fits && entry[0].closest("#league")) n += 1;
    });
    left.textContent = words.length ? left.dataset.text.replace("#", n) : "";
  }
  box.addEventListener("input", filter);
  document.querySelector(".tools").hidden = false;
})();
