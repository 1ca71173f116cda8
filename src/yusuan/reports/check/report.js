"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const findings = [...document.querySelectorAll(".findings li[id]")];
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
  const words = new Map(findings.map((one) => {
    const shared = [...(one.closest(".alike")?.querySelectorAll(":scope > :not(ol)") ?? [])];
    return [one, [one, ...shared].map((part) => part.textContent).join(" ").toLowerCase()];
  }));
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
    const frame = (mark.querySelector(".box:not(.whole)") ?? mark.querySelector(".tag") ?? mark).getBoundingClientRect();
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
    else if (at(".findings > li") && !at("a, summary, .proofs, .decide") && !String(getSelection())) {
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

  // --- decisions: kept in the page, in the browser where it lets us, and in a waiver file ---
  const desk = document.querySelector(".desk");
  const byId = new Map(findings.map((one) => [one.dataset.id, one]));
  const decided = new Map();
  // Entries of a loaded file on anything but a finding of this page: they go back into the file as they are.
  let others = [];
  let isSaved = true;
  const box = `yusuan/decisions/${desk.dataset.source}/${desk.dataset.year}/${desk.dataset.document}`;
  const approver = desk.querySelector("[name=approver]");
  const note = desk.querySelector("output");

  function remember() {
    try {
      localStorage.setItem(box, JSON.stringify({ approver: approver.value, entries: [...decided.values()], others }));
      return true;
    } catch {
      return false;
    }
  }

  function recall() {
    try {
      return JSON.parse(localStorage.getItem(box)) ?? {};
    } catch {
      return {};
    }
  }

  function shownDecision(one) {
    const entry = decided.get(one.dataset.id);
    one.dataset.decided = entry?.verdict ?? "";
    for (const button of one.querySelectorAll("[data-verdict]")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === entry?.verdict));
    }
    const said = entry ? [entry.reason, entry.approver, entry.expires].filter(Boolean).join(" · ") : "";
    one.querySelector(".decide > output").textContent = said;
  }

  function tally(isChange = true) {
    if (isChange) isSaved = false;
    const isKept = remember();
    const count = desk.dataset.said.replace("#", decided.size);
    note.textContent = isKept || !decided.size ? count : `${count} · ${desk.dataset.lost}`;
  }

  function take(entry) {
    const one = byId.get(entry.finding);
    if (!one) {
      if (!others.some((other) => JSON.stringify(other) === JSON.stringify(entry))) others.push(entry);
    } else {
      decided.set(entry.finding, entry);
      shownDecision(one);
    }
  }

  const tidy = (text) => text.replace(/[\p{C}\s]+/gu, " ").trim();

  function decide(one, verdict, reason, expires) {
    const entry = { finding: one.dataset.id, rule: one.dataset.rule, source: tidy(desk.dataset.source), verdict };
    if (reason) entry.reason = reason;
    entry.approver = tidy(approver.value);
    if (expires) entry.expires = expires;
    entry.year = Number(desk.dataset.year);
    decided.set(entry.finding, entry);
    shownDecision(one);
    tally();
  }

  function choose(button) {
    const one = button.closest("li");
    const fields = one.querySelector(".decide form");
    if (isOn(button)) {
      decided.delete(one.dataset.id);
      fields.hidden = true;
      shownDecision(one);
      tally();
      return;
    }
    const verdict = button.dataset.verdict;
    if (verdict === "confirmed" && tidy(approver.value)) {
      fields.hidden = true;
      decide(one, verdict, "", "");
      return;
    }
    fields.dataset.verdict = verdict;
    fields.hidden = false;
    fields.querySelector(".until").hidden = verdict !== "accepted";
    one.querySelector(".decide > output").textContent = tidy(approver.value) ? "" : desk.dataset.lacks;
    (tidy(approver.value) ? fields.elements.reason : approver).focus();
  }

  function settle(fields) {
    const verdict = fields.dataset.verdict;
    const reason = tidy(fields.elements.reason.value);
    const expires = verdict === "accepted" ? fields.elements.expires.value : "";
    const lacks = !tidy(approver.value) || (verdict !== "confirmed" && !reason) || (verdict === "accepted" && !expires);
    const one = fields.closest("li");
    if (lacks) {
      one.querySelector(".decide > output").textContent = desk.dataset.lacks;
      return;
    }
    fields.hidden = true;
    decide(one, verdict, reason, expires);
  }

  function asFile() {
    const days = new Set(["expires"]);
    const lines = (entry) => Object.entries(entry).map(([name, value]) =>
      `${name} = ${typeof value === "number" || days.has(name) ? value : JSON.stringify(value)}`);
    const entries = [...others, ...findings.map((one) => decided.get(one.dataset.id)).filter(Boolean)];
    return entries.map((entry) => ["[[waiver]]", ...lines(entry), ""].join("\n")).join("\n");
  }

  function fromFile(text) {
    const entries = [];
    for (const line of text.split(/\r?\n/)) {
      if (/^\s*(#.*)?$/.test(line)) continue;
      const part = /^\s*([\w-]+)\s*=\s*(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([\w.:-]+))\s*(?:#.*)?$/.exec(line);
      if (/^\s*\[\[\s*waiver\s*\]\]\s*(?:#.*)?$/.test(line)) entries.push({});
      else if (!part || !entries.length) return null;
      else entries.at(-1)[part[1]] = part[2] ? JSON.parse(part[2]) : part[3] ?? (/^\d+$/.test(part[4]) ? Number(part[4]) : part[4]);
    }
    return entries;
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asFile()], { type: "application/toml" }));
    link.download = `${desk.dataset.document.replace(/\.[^.]*$/, "")}.waivers.toml`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    isSaved = true;
  }

  async function load(input) {
    let entries = null;
    try {
      entries = fromFile(await input.files[0].text());
    } catch {
      // What cannot be read is no waiver file.
    }
    input.value = "";
    if (!entries) {
      note.textContent = desk.dataset.wrong;
      return;
    }
    entries.forEach(take);
    approver.value ||= entries.at(-1)?.approver ?? "";
    tally(false);
  }

  desk.hidden = false;
  for (const one of findings) one.querySelector(".decide").hidden = false;
  const known = recall();
  approver.value = known.approver ?? "";
  // What was decided here is newer than what the check was given.
  for (const entry of [...JSON.parse(desk.dataset.given || "[]"), ...(known.others ?? []), ...(known.entries ?? [])]) take(entry);
  tally(false);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".decide [data-verdict]");
    if (button?.matches("button")) choose(button);
    else if (event.target.closest("[data-save]")) save();
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.matches(".decide form")) settle(event.target);
  });
  desk.querySelector("[data-load]").addEventListener("change", (event) => load(event.target));
  approver.addEventListener("input", () => tally(false));
  addEventListener("beforeunload", (event) => {
    if (!isSaved && !remember()) event.preventDefault();
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
