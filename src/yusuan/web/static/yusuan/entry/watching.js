// What happens elsewhere while the page stands open: others' rows, findings, ceilings, who else is here.

import { yuan } from "./money.js";

const EVERY = 5000;

/** @param {import("./grid.js").Grid} grid @param {HTMLFormElement} form @param {import("./saving.js").Saver} saver */
export function watch(grid, form, saver) {
  const tab = crypto.randomUUID?.() ?? String(Math.random());
  let revision = form.dataset.revision ?? "";
  let timer = 0;
  let asking = false;

  async function look() {
    clearTimeout(timer);
    if (!document.hidden && !asking) {
      asking = true;
      try {
        const active = document.activeElement;
        const place = active instanceof HTMLElement ? (active.getAttribute("aria-label") ?? "") : "";
        const shown = grid.rows().map((row) => Number(row.dataset.row)).filter(Number.isInteger);
        const before = saver.deliveries;
        const answer = await saver.post(form.dataset.state ?? "", { record: form.dataset.record, page: form.dataset.page, revision, tab, place, rows: shown });
        if (answer.ok) {
          const said = await answer.json();
          // An answer from before the last save knows nothing of it.
          if (said.rows && !saver.isDirty && before === saver.deliveries) { merge(grid, said.rows, said.order); revision = String(said.revision); }
          point(grid, said.findings);
          ceilings(form, said.ceilings);
          others(said.others);
        }
      } catch { /* The next look may reach it. */ }
      asking = false;
    }
    timer = setTimeout(look, EVERY);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  look();
  return look;
}

/** @param {import("./grid.js").Grid} grid @param {Record<string, Record<string, string>>} rows @param {number[]} order */
function merge(grid, rows, order) {
  for (const row of grid.rows()) {
    const number = row.dataset.row;
    if (number && /^\d+$/.test(number) && !rows[number]) row.remove();
  }
  /** @type {Element | null} */
  let below = grid.blank;
  for (const number of [...order].reverse().map(String)) {
    const row = grid.body.querySelector(`tr[data-row="${number}"]`);
    if (!row) grid.show(number, rows[number], below);
    else {
      for (const box of grid.boxes(row)) {
        const theirs = rows[number][box.dataset.field ?? ""] ?? "";
        if (grid.base.get(box) !== theirs && document.activeElement !== box) { box.value = theirs; box.classList.add("changed"); }
        if (document.activeElement !== box) grid.base.set(box, theirs);
      }
    }
    below = grid.body.querySelector(`tr[data-row="${number}"]`);
  }
  grid.number();
  grid.total();
}

/** @param {import("./grid.js").Grid} grid @param {{row: number, field: string, severity: string, message: string, hint: string, fix: string}[]} findings */
function point(grid, findings) {
  for (const old of grid.body.querySelectorAll(".finding")) old.remove();
  for (const box of grid.body.querySelectorAll("[aria-invalid]")) { box.removeAttribute("aria-invalid"); box.removeAttribute("aria-describedby"); }
  findings.forEach((one, at) => {
    const box = grid.box(String(one.row), one.field);
    if (!box) return;
    const said = document.createElement("div");
    said.className = `finding ${one.severity}`;
    said.id = `finding-${at}`;
    said.textContent = one.message;
    if (one.fix) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = `改为 ${one.fix}`;
      button.addEventListener("click", () => { box.dataset.before = box.value; box.value = one.fix; grid.left(box); grid.touched(); });
      said.append(" ", button);
    } else if (one.hint) said.title = one.hint;
    if (one.severity === "error") box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", [box.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
    box.closest("td")?.append(said);
  });
}

/** @param {HTMLFormElement} form @param {{measure: string, ceiling: string, entered: string}[]} given */
function ceilings(form, given) {
  const place = form.querySelector("[data-ceilings]");
  if (!place) return;
  place.replaceChildren(...given.flatMap((one) => {
    const left = BigInt(one.ceiling) - BigInt(one.entered);
    const said = document.createElement("span");
    said.className = left < 0n ? "bad" : "soft";
    said.textContent = `${one.measure} 控制数 ${yuan(BigInt(one.ceiling))}，已填 ${yuan(BigInt(one.entered))}，${left < 0n ? "超出" : "还剩"} ${yuan(left < 0n ? -left : left)}　`;
    return [said];
  }));
}

/** @param {{name: string, place: string, mine: string}[]} present */
function others(present) {
  const place = document.querySelector("[data-others]");
  if (!place) return;
  place.textContent = present.map((one) => (one.mine === "True" ? "您在另一个页面上也打开着" : `${one.name}正在编辑${one.place ? `（${one.place}）` : ""}`)).join("；");
}
