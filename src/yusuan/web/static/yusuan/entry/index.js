// The entry grid: typed into like a sheet, saved as one types.

import { Grid } from "./grid.js";
import { merger } from "./merging.js";
import { name } from "./naming.js";
import { Saver } from "./saving.js";
import { watch } from "./watching.js";

const form = document.querySelector("form.entry");
const table = form?.querySelector("[data-entry]");
if (form instanceof HTMLFormElement && table instanceof HTMLTableElement) {
  const grid = new Grid(table, form.dataset.unit ?? "");
  const saver = new Saver(grid, form);
  const undo = /** @type {HTMLButtonElement} */ (form.querySelector("[data-undo]"));
  const add = /** @type {HTMLButtonElement} */ (form.querySelector("[data-add]"));
  for (const hidden of form.querySelectorAll("[data-add], [data-undo], [data-remove]")) /** @type {HTMLElement} */ (hidden).hidden = false;
  const plain = form.querySelector("[data-plain]");
  if (plain) /** @type {HTMLElement} */ (plain).hidden = true;
  grid.touched = () => { undo.disabled = !grid.steps.length; saver.touched(); };
  grid.removed = (row, values) => saver.removed.push({ row, values });
  undo.addEventListener("click", () => grid.undo());
  add.addEventListener("click", () => { const row = grid.add(); grid.number(); grid.boxes(row)[0]?.focus(); saver.touched(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); saver.send(); });
  // The row's link asks about the field one was in last.
  grid.body.addEventListener("focusin", (event) => {
    const box = event.target instanceof HTMLElement && event.target.dataset.field ? event.target : null;
    const link = box?.closest("tr")?.querySelector("[data-talk]");
    if (!box || !(link instanceof HTMLAnchorElement)) return;
    const address = new URL(link.href);
    address.searchParams.set("field", box.dataset.field ?? "");
    link.href = address.href;
  });
  saver.conflicted = merger(grid, saver);
  name(grid.body, form.dataset.names ?? "");
  // What was typed and never acknowledged: put back, and sent like anything else.
  for (const one of saver.kept()) {
    const box = grid.box(one.row, one.field);
    if (box && box.value !== one.new) { grid.base.set(box, one.old); box.value = one.new; grid.touched(); }
  }
  const look = watch(grid, form, saver);
  saver.saved = () => { undo.disabled = !grid.steps.length; look(); };
}
