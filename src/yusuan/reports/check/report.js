"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const findings = [...document.querySelectorAll(".findings > li")];
  const pages = document.querySelector(".pages");
  const leaves = document.querySelector(".leaves");
  const keys = document.getElementById("keys");
  const narrow = matchMedia("(max-width: 900px)");
  const severities = ["error", "warning", "info"];
  let active = null;
  root.classList.add("js");
  if (!form) return;

  // --- filters ---
  const buttons = [...form.querySelectorAll("[data-severity]")];
  const nothing = document.querySelector(".nothing");
  const words = new Map(findings.map((one) => [one, one.textContent.toLowerCase()]));
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const value = (name) => form.elements[name]?.value ?? "";
  const shown = () => findings.filter((one) => !one.hidden);

  function sift() {
    const on = new Set(buttons.filter(isOn).map((button) => button.dataset.severity));
    const wanted = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    for (const one of findings) {
      one.hidden = !(
        on.has(one.dataset.severity) &&
        (!value("dimension") || one.dataset.dimension === value("dimension")) &&
        (!value("rule") || one.dataset.rule === value("rule")) &&
        (!value("page") || one.dataset.pages.includes(` ${value("page")} `)) &&
        wanted.every((word) => words.get(one).includes(word))
      );
    }
    const left = shown();
    const numbers = new Set(left.map((one) => one.id.slice(1)));
    for (const mark of document.querySelectorAll(".sheet a")) {
      mark.classList.toggle("faded", !numbers.has(mark.dataset.of));
    }
    form.querySelector("output").textContent = form.dataset.shown.replace("#", left.length);
    nothing.hidden = left.length > 0;
  }

  function press(severity) {
    const only = buttons.filter(isOn).length === 1 && buttons.some((b) => isOn(b) && b.dataset.severity === severity);
    if (!buttons.some((button) => button.dataset.severity === severity)) return;
    for (const button of buttons) button.setAttribute("aria-pressed", String(only || button.dataset.severity === severity));
    sift();
  }

  function clear() {
    form.reset();
    for (const button of buttons) button.setAttribute("aria-pressed", "true");
    sift();
  }

  // --- one finding ---
  function centre(mark) {
    const frame = (mark.querySelector(".box:not(.whole)") ?? mark.querySelector(".tag")).getBoundingClientRect();
    const around = leaves.getBoundingClientRect();
    leaves.scrollBy({
      left: frame.left + frame.width / 2 - around.left - around.width / 2,
      top: frame.top + frame.height / 2 - around.top - around.height * 0.4,
    });
  }

  function activate(one, { mark = null, scroll = true, open = false } = {}) {
    const number = one.id.slice(1);
    for (const old of document.querySelectorAll(".active")) old.classList.remove("active");
    active = one;
    one.classList.add("active");
    for (const place of document.querySelectorAll(`.sheet [data-of="${number}"]`)) place.classList.add("active");
    if (scroll) one.scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
    one.focus({ preventScroll: true });
    history.replaceState(null, "", `#${one.id}`);
    if (!pages) return;
    if (open && narrow.matches) root.classList.add("paged");
    const target = mark ?? document.getElementById(one.querySelector("[data-mark]")?.hash.slice(1));
    const places = shown();
    pages.querySelector("output").textContent = `${places.indexOf(one) + 1} / ${places.length}`;
    if (target && (!narrow.matches || root.classList.contains("paged"))) centre(target);
  }

  function step(by) {
    const left = shown();
    const next = left[active && !active.hidden ? left.indexOf(active) + by : by > 0 ? 0 : left.length - 1];
    if (next) activate(next);
  }

  function zoom() {
    const button = pages?.querySelector("[data-zoom]");
    if (!button) return;
    const on = leaves.classList.toggle("zoomed");
    button.setAttribute("aria-pressed", String(on));
    const mark = document.querySelector(".sheet a.active");
    if (mark) centre(mark);
  }

  // --- mouse and touch ---
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const link = at("a[data-mark]");
    const mark = at(".sheet a");
    if (link) {
      event.preventDefault();
      activate(link.closest("li"), { mark: document.getElementById(link.hash.slice(1)), scroll: false, open: true });
    } else if (mark) {
      event.preventDefault();
      const one = document.getElementById(`f${mark.dataset.of}`);
      root.classList.remove("paged");
      activate(one, { mark: narrow.matches ? null : mark });
    } else if (at("[data-severity]")?.matches("button")) {
      const button = at("button");
      button.setAttribute("aria-pressed", String(!isOn(button)));
      sift();
    } else if (at(".help")) keys.showModal();
    else if (at("[data-step]")) step(Number(at("[data-step]").dataset.step));
    else if (at("[data-zoom]")) zoom();
    else if (at("[data-close]")) root.classList.remove("paged");
    else if (at(".findings > li") && !at("a, summary, .proofs") && !String(getSelection())) {
      activate(at(".findings > li"), { scroll: false });
    }
  });
  form.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());

  // --- keyboard ---
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const writing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (writing) event.target.blur();
      if (root.classList.contains("paged")) root.classList.remove("paged");
      else clear();
      return;
    }
    if (writing) return;
    const severity = severities.find((name) => name[0] === event.key);
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "f" || event.key === "/") form.elements.text.focus();
    else if (severity) press(severity);
    else if (event.key === "z") zoom();
    else if (event.key === "?") keys.showModal();
    else if (event.key === "Enter" && active && event.target === active) {
      const proofs = active.querySelector(".proofs");
      if (proofs) proofs.open = !proofs.open;
      activate(active, { open: true });
    } else return;
    event.preventDefault();
  });

  // --- on paper nothing stays folded ---
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".proofs:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });

  sift();
  const first = document.getElementById(location.hash.slice(1));
  if (first?.matches(".findings > li")) activate(first);
  else if (first?.matches(".sheet a")) activate(document.getElementById(`f${first.dataset.of}`), { mark: first });
})();
