(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  root.classList.add("js");
  var all = function (selector, within) { return Array.from((within || doc).querySelectorAll(selector)); };
  var make = function (tag, kind, text) {
    var element = doc.createElement(tag);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // ── Explanations: [name, printed, region, same, sum of, part of, mentions, place, runs of lines]
  var content = JSON.parse(doc.getElementById("figures").textContent), known = content.figures;
  var pop = doc.getElementById("pop"), current = null, pinned = false, timer = 0;

  function link(text, id) {
    var a = make("a", "", text);
    a.href = "#" + id;
    a.addEventListener("click", function () { close(false); });
    return a;
  }
  // Within a list, what all names share with the figure itself need not be read again.
  function brief(name, own) {
    var a = name.split(" · "), b = own.split(" · ");
    if (a[0] === b[0] && a.length > 2) {
      a.shift(); b.shift();
      if (a[a.length - 1] === b[b.length - 1]) a.pop(); else if (a[0] === b[0]) a.shift();
    }
    return a.join(" · ");
  }
  function list(title, numbers, own) {
    if (!numbers.length) return;
    pop.append(make("h2", "", title));
    var ul = make("ul");
    numbers.forEach(function (n) {
      var one = known[n], li = make("li");
      var name = own ? brief(one[0], own) : one[0];
      li.append(one[7] ? link(name, one[7]) : make("span", "", name));
      if (own) li.append(make("span", "", one[1] || "空白"));
      ul.append(li);
    });
    pop.append(ul);
  }
  function fill(n, here) {
    var one = known[n], button = make("button", "close", "×");
    button.type = "button";
    button.setAttribute("aria-label", "关闭");
    button.addEventListener("click", function () { close(true); });
    pop.textContent = "";
    pop.setAttribute("aria-label", one[0]);
    pop.append(button, make("p", "what", one[0]), make("p", "value", one[1]));
    pop.append(make("h2", "", "这是哪笔钱"), make("p", "from", one[2]));
    list(one[4].length > 1 ? "由以下 " + one[4].length + " 项合计" : "等于", one[4], one[0]);
    list("同样的数字还出现在", one[3]);
    var others = one[6].filter(function (m) { return "m" + m[0] !== here.id; });
    if (others.length) {
      if (!one[3].length) pop.append(make("h2", "", "同样的数字还出现在"));
      var ul = make("ul");
      others.forEach(function (m) { var li = make("li"); li.append(link("正文：" + m[1], "m" + m[0])); ul.append(li); });
      pop.append(ul);
    }
    list("计入", one[5], one[0]);
    lines(one[8]);
    if (one[7] && here.id !== one[7]) {
      var p = make("p", "from");
      p.append(link("到公开表中查看", one[7]));
      pop.append(p);
    }
    if (one[7]) cite(one);
  }
  // The lines behind a figure; what is the same in all of them is said once.
  function lines(runs) {
    var found = [];
    for (var i = 0; i < runs.length; i += 2) found = found.concat(content.lines.slice(runs[i], runs[i] + runs[i + 1]));
    if (!found.length) return;
    var varies = [0, 1, 2, 3, 4, 5].filter(function (k) { return found.some(function (line) { return line[k] !== found[0][k]; }); });
    var say = function (line, wanted) {
      return [0, 1, 2, 3, 4, 5].filter(function (k) { return (varies.indexOf(k) >= 0) === wanted; })
        .map(function (k) { return content.words[line[k]]; }).filter(Boolean).join(" · ");
    };
    var box = make("details", "lines"), ul = make("ul"), shared = say(found[0], false);
    box.append(make("summary", "", "由 " + found.length + " 条预算明细构成（单位：元）"));
    if (shared) box.append(make("p", "from", (found.length > 1 ? "均为：" : "") + shared));
    found.forEach(function (line) {
      var li = make("li");
      li.append(make("span", "", say(line, true)), make("span", "", line[6]));
      ul.append(li);
    });
    box.append(ul);
    pop.append(box);
  }
  // Department, year, table, row, column, amount and link, ready to be pasted; a file of one's own has no address.
  function cite(one) {
    var parts = one[0].split(" · "), here = /^http/.test(location.protocol) ? location.href.split("#")[0] : decodeURIComponent(location.pathname.split("/").pop());
    var text = content.about[0] + "，" + content.about[1] + "，《" + content.about[2] + "》，表：" + parts[0] + "，行：" + parts.slice(1, -1).join(" ") + "，列：" + parts[parts.length - 1] + "，金额：" + one[1] + "，链接：" + here + "#" + encodeURIComponent(one[7]);
    var area = make("textarea"), copy = make("button", "copy", "复制引用");
    area.readOnly = true;
    area.rows = 3;
    area.value = text;
    area.setAttribute("aria-label", "引用这个数");
    copy.type = "button";
    copy.addEventListener("click", function () {
      area.select();
      var said = doc.execCommand("copy") ? "已复制" : "请按 Ctrl+C 复制";
      copy.textContent = said;
      doc.getElementById("said").textContent = said;
    });
    pop.append(make("h2", "", "引用这个数"), area, copy);
  }
  function place(at) {
    var r = at.getBoundingClientRect(), w = pop.offsetWidth, h = pop.offsetHeight, wide = root.clientWidth;
    if (getComputedStyle(pop).position === "fixed") {
      window.scrollBy(0, Math.max(0, r.bottom + 24 - window.innerHeight + h));
      return;
    }
    var left = Math.max(8, Math.min(r.left + r.width / 2 - w / 2, wide - w - 8));
    var below = r.bottom + 8 + h < window.innerHeight || r.top < h + 16;
    pop.style.left = left + window.scrollX + "px";
    pop.style.top = (below ? r.bottom + 8 : r.top - h - 8) + window.scrollY + "px";
  }
  function open(at, pin) {
    clearTimeout(timer);
    if (current !== at) {
      if (current) release();
      current = at;
      fill(+at.dataset.f, at);
      pop.hidden = false;
      pop.scrollTop = 0;
      at.setAttribute("aria-expanded", "true");
      at.setAttribute("aria-describedby", "pop");
      place(at);
    }
    pinned = pin;
  }
  function release() {
    if (current.matches(".f")) current.setAttribute("aria-expanded", "false"); else current.removeAttribute("aria-expanded");
    current.removeAttribute("aria-describedby");
    current = null;
  }
  function close(back) {
    clearTimeout(timer);
    if (!current) return;
    var at = current;
    pop.hidden = true;
    pinned = false;
    release();
    if (back && at.matches(".f")) { quiet = true; at.focus({ preventScroll: true }); quiet = false; }
  }
  var quiet = false;
  var figureAt = function (event) { return event.target.closest && event.target.closest("[data-f]"); };

  doc.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse" || pinned) return;
    var at = figureAt(event);
    clearTimeout(timer);
    if (at) timer = setTimeout(function () { open(at, false); }, current ? 60 : 180);
    else if (current && !pop.contains(event.target)) timer = setTimeout(function () { close(false); }, 250);
  });
  doc.addEventListener("click", function (event) {
    var at = figureAt(event);
    if (at) { if (current === at && pinned) close(false); else open(at, true); }
    else if (current && !pop.contains(event.target)) close(false);
  });
  doc.addEventListener("focusin", function (event) {
    if (quiet) return;
    var at = event.target;
    if (at.matches(".f") && at.matches(":focus-visible")) open(at, false);
    else if (current && !pop.contains(at) && at !== current) close(false);
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && current) { close(true); return; }
    var at = event.target, go = event.key === "Enter" || event.key === " ";
    if (go && at.closest("th[data-col]")) { event.preventDefault(); at.click(); return; }
    if (!at.matches(".f")) return;
    if (go) {
      event.preventDefault();
      open(at, true);
      pop.querySelector("button").focus({ preventScroll: true });
    } else if (/^Arrow/.test(event.key) && at.closest("table")) {
      var to = neighbour(at, event.key.slice(5));
      if (to) { event.preventDefault(); at.tabIndex = -1; to.tabIndex = 0; to.focus(); }
    }
  });

  // ── In a table one figure takes part in the tab order; arrow keys go to the others.
  function neighbour(at, way) {
    var row = at.closest("tr"), sign = way === "Left" || way === "Up" ? -1 : 1;
    if (way === "Left" || way === "Right") {
      var line = all(".f", row);
      return line[line.indexOf(at) + sign];
    }
    var x = at.getBoundingClientRect().right;
    for (var next = row; (next = sign < 0 ? next.previousElementSibling : next.nextElementSibling);) {
      var found = all(".f", next), off = function (f) { return Math.abs(f.getBoundingClientRect().right - x); };
      if (found.length) return found.sort(function (a, b) { return off(a) - off(b); })[0];
    }
  }
  all(".f").forEach(function (f) {
    f.setAttribute("role", "button");
    f.setAttribute("aria-haspopup", "dialog");
    f.setAttribute("aria-expanded", "false");
    f.tabIndex = f.closest("table") ? -1 : 0;
  });
  all("table").forEach(function (t) { var f = t.querySelector(".f"); if (f) f.tabIndex = 0; });

  // ── Sorting: totals keep their place, what stands under a code stays under it.
  var collator = new Intl.Collator("zh-CN", { numeric: true });
  var value = function (row, column) { return row.cells[column].textContent.trim(); };
  function tree(rows) {
    var top = { kids: [] }, path = [top];
    rows.forEach(function (row) {
      var level = +row.dataset.level || 0, node = { row: row, level: level, kids: [] };
      while (path.length > 1 && path[path.length - 1].level >= level) path.pop();
      path[path.length - 1].kids.push(node);
      path.push(node);
    });
    return top;
  }
  function flat(node, compare, out) {
    node.kids.slice().sort(compare).forEach(function (kid) { out.push(kid.row); flat(kid, compare, out); });
    return out;
  }
  all("table[data-sort]").forEach(function (table) {
    var body = table.tBodies[0], official = Array.from(body.rows), heads = all("th[data-col]", table);
    var loose = official.filter(function (row) { return !row.matches(".total"); });
    var restore = make("button", "restore", "恢复公布顺序");
    restore.type = "button";
    restore.hidden = true;
    table.closest(".grid").append(restore);
    var say = function (text) { doc.getElementById("said").textContent = text; };
    function put(rows) {
      var next = 0;
      official.forEach(function (row) { body.append(row.matches(".total") ? row : rows[next++]); });
    }
    function reset() {
      put(loose);
      heads.forEach(function (th) { th.removeAttribute("aria-sort"); });
      restore.hidden = true;
      say("已恢复公布顺序");
    }
    restore.addEventListener("click", function () { heads[0].firstChild.focus(); reset(); });
    heads.forEach(function (th) {
      // Chromium leaves real buttons out of heads that it repeats on printed pages.
      var column = +th.dataset.col, name = th.textContent.trim(), button = make("span", "", name);
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      th.textContent = "";
      th.append(button);
      var amounts = loose.some(function (row) { return row.cells[column].matches(".n"); });
      var orders = amounts ? ["descending", "ascending"] : ["ascending", "descending"];
      button.addEventListener("click", function () {
        var order = orders[orders.indexOf(th.getAttribute("aria-sort")) + 1];
        if (!order) { reset(); return; }
        var sign = order === "ascending" ? 1 : -1;
        put(flat(tree(loose), function (one, other) {
          var a = value(one.row, column), b = value(other.row, column);
          if (!a || !b) return !a - !b;
          var x = parseFloat(a.replace(/,/g, "")), y = parseFloat(b.replace(/,/g, ""));
          return sign * (amounts && x === x && y === y ? x - y : collator.compare(a, b));
        }, []));
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", order);
        restore.hidden = false;
        say("已按" + name + (sign > 0 ? "从小到大" : "从大到小") + "排列");
      });
    });
  });

  // ── The list of projects: found, chosen and ordered; ten at first.
  var first = 10, listed = doc.querySelector(".list");
  if (listed) {
    var entries = Array.from(listed.children), field = doc.getElementById("find"), unit = doc.getElementById("find-unit");
    var order = doc.getElementById("find-order"), more = doc.getElementById("find-more"), whole = false;
    var title = function (li) { return li.querySelector("a").textContent; };
    var compare = {
      amount: function (a, b) { return (+b.dataset.amount || -1) - (+a.dataset.amount || -1); },
      small: function (a, b) { return (+a.dataset.amount || Infinity) - (+b.dataset.amount || Infinity) || 0; },
      name: function (a, b) { return collator.compare(title(a), title(b)); },
      unit: function (a, b) { return collator.compare(a.dataset.unit, b.dataset.unit); }
    };
    var show = function () {
      var wanted = field.value.trim().toLowerCase().split(/\s+/), chosen = unit ? unit.value : "";
      var fit = entries.filter(function (li) {
        var text = li.textContent.toLowerCase();
        return (!chosen || li.dataset.unit === chosen) && wanted.every(function (word) { return text.indexOf(word) >= 0; });
      }).sort(compare[order.value]);
      entries.forEach(function (li) { li.hidden = true; });
      fit.forEach(function (li, n) { li.hidden = !whole && n >= first; listed.append(li); });
      more.hidden = whole || fit.length <= first;
      more.textContent = "显示全部 " + fit.length + " 个";
      doc.getElementById("found").textContent = fit.length === entries.length ? "" : "找到 " + fit.length + " 个项目";
    };
    more.addEventListener("click", function () {
      var next = entries.filter(function (li) { return !li.hidden; }).length;
      whole = true;
      show();
      listed.children[next].querySelector("a").focus();
    });
    [field, unit, order].forEach(function (one) { if (one) one.addEventListener("input", show); });
    window.addEventListener("beforeprint", function () { whole = true; show(); });
    show();
  }

  // ── What overflows can be scrolled by keyboard; what does not is no stop on the way.
  function measure() {
    all(".scroll").forEach(function (box) {
      box.classList.remove("fits");
      var fits = box.scrollWidth <= box.clientWidth + 1;
      box.classList.toggle("fits", fits);
      // Where a browser cannot set rows one below another, what overflows is a place of its own to scroll.
      ["tabindex", "role", "aria-label"].forEach(function (name, n) {
        if (fits) box.removeAttribute(name); else box.setAttribute(name, [0, "region", box.querySelector("caption").textContent][n]);
      });
    });
  }
  measure();
  var resized = 0;
  window.addEventListener("resize", function () { clearTimeout(resized); resized = setTimeout(function () { close(false); measure(); }, 150); });
  doc.addEventListener("toggle", measure, true);

  // ── Contents: folded on narrow screens, the section in view marked.
  var contents = doc.querySelector(".side details"), narrow = window.matchMedia("(max-width: 60rem)");
  var fold = function () { contents.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);
  contents.addEventListener("click", function (event) { if (narrow.matches && event.target.closest("a")) contents.open = false; });
  doc.addEventListener("keydown", function (event) { if (event.key === "Escape" && narrow.matches) contents.open = false; });
  var marked = null;
  var watch = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      var a = entry.isIntersecting && contents.querySelector('a[href="#' + CSS.escape(entry.target.id) + '"]');
      if (!a || a === marked) return;
      if (marked) marked.removeAttribute("aria-current");
      (marked = a).setAttribute("aria-current", "true");
      if (!narrow.matches) { var box = contents.parentElement; box.scrollTop = a.offsetTop - box.clientHeight / 3; }
    });
  }, { rootMargin: "-15% 0px -80% 0px" });
  all(".plain-words, .picture[id], .projects, .sec").forEach(function (section) { watch.observe(section); });
})();
