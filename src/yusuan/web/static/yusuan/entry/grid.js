// A table of real inputs that is typed into like a sheet: keys, paste, one step of undo for each, totals.

import { cells as pasted } from "./clipboard.js";
import { fen, yuan } from "./money.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Box */
/** @typedef {{row: string, field: string, old: string, new: string}} Change */
/** @typedef {{boxes: {row: string, field: string, old: string, new: string}[], added: string[]}} Step */

export class Grid {
  /** @param {HTMLTableElement} table @param {string} unit the code new rows begin with */
  constructor(table, unit) {
    this.table = table;
    this.unit = unit;
    this.body = table.tBodies[0];
    this.blank = /** @type {HTMLTableRowElement} */ (this.body.querySelector("[data-new]"));
    /** What the server has of each box. @type {WeakMap<Box, string>} */
    this.base = new WeakMap();
    /** @type {Step[]} */
    this.steps = [];
    /** @type {Step[]} */
    this.undone = [];
    this.next = 1;
    this.composing = false;
    this.touched = () => {};
    this.removed = (/** @type {string} */ _row, /** @type {Record<string, string>} */ _values) => {};
    for (const box of this.boxes()) this.base.set(box, box.value);
    this.listen();
    this.total();
  }

  /** @param {ParentNode} [within] @returns {Box[]} */
  boxes(within = this.body) {
    return [...within.querySelectorAll("[data-field]")].map((box) => /** @type {Box} */ (box));
  }

  /** @returns {HTMLTableRowElement[]} */
  rows() {
    return [...this.body.rows];
  }

  /** @param {string} row @param {string} field @returns {Box | null} */
  box(row, field) {
    return this.body.querySelector(`tr[data-row="${CSS.escape(row)}"] [data-field="${CSS.escape(field)}"]`);
  }

  /** @param {Box} box */
  rowOf(box) {
    return /** @type {HTMLTableRowElement} */ (box.closest("tr"));
  }

  /** What differs from what the server has. @returns {Change[]} */
  dirty() {
    const found = [];
    for (const box of this.boxes()) {
      const row = this.rowOf(box).dataset.row;
      const old = this.base.get(box) ?? "";
      if (row && !box.dataset.asked && box.value.trim() !== old.trim()) {
        found.push({ row, field: box.dataset.field ?? "", old, new: box.value });
      }
    }
    return found;
  }

  /** Rows the server does not have yet, in order. @returns {{token: string, before: number | null}[]} */
  inserted() {
    return this.rows()
      .filter((row) => row.dataset.row?.startsWith("new-") && !row.dataset.sent)
      .map((row) => {
        let below = row.nextElementSibling;
        while (below instanceof HTMLTableRowElement && below.dataset.row?.startsWith("new-")) below = below.nextElementSibling;
        const at = below instanceof HTMLTableRowElement ? below.dataset.row : undefined;
        return { token: row.dataset.row ?? "", before: at ? Number(at) : null };
      });
  }

  /** The server has answered: new rows get their numbers, boxes their base.
   * @param {Change[]} changes @param {{rows: Record<string, number>, values: Record<string, Record<string, string>>, conflicts: any[]}} said */
  acknowledge(changes, said) {
    for (const [token, number] of Object.entries(said.rows)) {
      const row = this.body.querySelector(`tr[data-row="${CSS.escape(token)}"]`);
      if (row instanceof HTMLTableRowElement) {
        row.dataset.row = String(number);
        row.id = `row-${number}`;
      } else {
        // Taken away here while it was on its way there.
        this.removed(String(number), said.values[number] ?? {});
      }
      for (const step of [...this.steps, ...this.undone]) {
        for (const one of step.boxes) if (one.row === token) one.row = String(number);
        step.added = step.added.map((one) => (one === token ? String(number) : one));
      }
    }
    const refused = new Set(said.conflicts.map((one) => `${one.row} ${one.field}`));
    for (const change of changes) {
      const row = String(said.rows[change.row] ?? change.row);
      const box = this.box(row, change.field);
      if (!box || refused.has(`${row} ${change.field}`)) continue;
      const stored = said.values[row] ? (said.values[row][change.field] ?? "") : change.new;
      this.base.set(box, stored);
      if (box.value === change.new) box.value = stored;
    }
    this.total();
  }

  // --- rows -----------------------------------------------------------------------------------------------

  /** A new row before another, above the empty one by default. @param {Element | null} [before] @returns {HTMLTableRowElement} */
  add(before = this.blank) {
    const row = /** @type {HTMLTableRowElement} */ (this.blank.cloneNode(true));
    row.removeAttribute("data-new");
    row.classList.remove("new-row");
    row.dataset.row = `new-${this.next}`;
    this.next += 1;
    for (const box of this.boxes(row)) { box.value = ""; box.removeAttribute("name"); this.base.set(box, ""); }
    this.own(row);
    this.body.insertBefore(row, before);
    return row;
  }

  /** A new row is the unit's own, where it says whose it is. @param {HTMLTableRowElement} row */
  own(row) {
    const box = /** @type {Box | null} */ (row.querySelector('[data-field="unit"]'));
    if (box && !box.value) box.value = this.unit;
  }

  /** A row as the server has it. @param {string} number @param {Record<string, string>} values @param {Element | null} before */
  show(number, values, before) {
    const row = this.add(before ?? this.blank);
    row.dataset.row = number;
    row.id = `row-${number}`;
    for (const box of this.boxes(row)) { box.value = values[box.dataset.field ?? ""] ?? ""; this.base.set(box, box.value); }
  }

  number() {
    this.rows().forEach((row, at) => {
      const head = row.cells[0];
      if (row !== this.blank && head.firstChild) head.firstChild.textContent = String(at + 1);
      else if (row !== this.blank) head.textContent = String(at + 1);
    });
  }

  /** Take rows away, and say so once. @param {HTMLTableRowElement[]} rows */
  remove(...rows) {
    let near = null;
    for (const row of rows) {
      const number = row.dataset.row ?? "";
      const values = Object.fromEntries(this.boxes(row).map((box) => [box.dataset.field ?? "", this.base.get(box) ?? ""]).filter(([, text]) => text));
      near = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      if (/^\d+$/.test(number)) this.removed(number, values);
    }
    this.number();
    this.total();
    if (near) this.boxes(near)[0]?.focus();
    this.touched();
  }

  // --- typing -----------------------------------------------------------------------------------------------

  listen() {
    const body = this.body;
    body.addEventListener("focusin", (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement)) return;
      box.dataset.before = box.value;
    });
    body.addEventListener("compositionstart", () => { this.composing = true; });
    body.addEventListener("compositionend", (event) => { this.composing = false; this.typed(/** @type {Box} */ (event.target)); });
    body.addEventListener("input", (event) => {
      if (!this.composing && !(/** @type {InputEvent} */ (event).isComposing)) this.typed(/** @type {Box} */ (event.target));
    });
    body.addEventListener("focusout", (event) => this.left(/** @type {Box} */ (event.target)));
    body.addEventListener("keydown", (event) => this.key(event));
    body.addEventListener("paste", (event) => this.paste(event));
    body.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-remove]") : null;
      const row = button?.closest("tr");
      if (row instanceof HTMLTableRowElement && row !== this.blank) this.remove(row);
    });
  }

  /** @param {Box} box */
  typed(box) {
    if (!box.dataset?.field) return;
    let row = this.rowOf(box);
    if (row === this.blank && box.value.trim()) {
      // The empty row was typed into: it becomes a row, and another empty one stands below.
      const fresh = /** @type {HTMLTableRowElement} */ (row.cloneNode(true));
      for (const one of this.boxes(fresh)) { one.value = ""; }
      row.removeAttribute("data-new");
      row.classList.remove("new-row");
      row.dataset.row = `new-${this.next}`;
      this.next += 1;
      for (const one of this.boxes(row)) this.base.set(one, "");
      this.own(row);
      this.blank = fresh;
      this.body.append(fresh);
      this.number();
    }
    row = this.rowOf(box);
    this.total();
    this.touched();
  }

  /** Leaving a box ends a step that can be undone. @param {Box} box */
  left(box) {
    const before = box.dataset?.before;
    const row = box.dataset?.field ? this.rowOf(box)?.dataset.row : undefined;
    if (row && before !== undefined && before !== box.value) {
      this.did({ boxes: [{ row, field: box.dataset.field ?? "", old: before, new: box.value }], added: [] });
    }
  }

  /** @param {Step} step */
  did(step) {
    this.steps.push(step);
    this.undone = [];
  }

  undo() {
    const active = document.activeElement;
    if ((active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) && this.body.contains(active)) { this.left(active); active.dataset.before = active.value; }
    const step = this.steps.pop();
    if (!step) return;
    this.undone.push(step);
    for (const one of step.boxes) { const box = this.box(one.row, one.field); if (box) { box.value = one.old; box.dataset.before = one.old; } }
    const added = new Set(step.added);
    this.remove(...this.rows().filter((row) => added.has(row.dataset.row ?? "")));
  }

  redo() {
    const step = this.undone.pop();
    if (!step || step.added.length) return;
    this.steps.push(step);
    for (const one of step.boxes) { const box = this.box(one.row, one.field); if (box) { box.value = one.new; box.dataset.before = one.new; } }
    this.total();
    this.touched();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) || !box.dataset.field) return;
    // A key that chooses a character of an input method is not ours.
    if (event.isComposing || event.keyCode === 229) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z" && !event.shiftKey) { event.preventDefault(); this.undo(); return; }
    if (control && (event.key.toLowerCase() === "y" || (event.shiftKey && event.key.toLowerCase() === "z"))) { event.preventDefault(); this.redo(); return; }
    const isText = box instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && !(isText && event.altKey)) { event.preventDefault(); this.move(box, event.shiftKey ? -1 : 1, 0); }
    else if (event.key === "ArrowDown" && !box.getAttribute("list")) { event.preventDefault(); this.move(box, 1, 0); }
    else if (event.key === "ArrowUp" && !box.getAttribute("list")) { event.preventDefault(); this.move(box, -1, 0); }
    else if (event.key === "ArrowRight" && box.selectionStart === box.value.length && box.selectionEnd === box.value.length) { event.preventDefault(); this.move(box, 0, 1); }
    else if (event.key === "ArrowLeft" && box.selectionEnd === 0) { event.preventDefault(); this.move(box, 0, -1); }
    else if (event.key === "F2") { event.preventDefault(); box.setSelectionRange(box.value.length, box.value.length); }
    else if (event.key === "Escape" && box.dataset.before !== undefined) { box.value = box.dataset.before; this.total(); this.touched(); }
  }

  /** @param {Box} box @param {number} down @param {number} right */
  move(box, down, right) {
    const rows = this.rows();
    const row = rows[rows.indexOf(this.rowOf(box)) + down];
    if (!row) return;
    const here = this.boxes(this.rowOf(box)).indexOf(box);
    const target = this.boxes(row)[here + right];
    if (target) { target.focus(); target.select(); }
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const box = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) || !box.dataset.field || !/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    const block = pasted(text);
    const start = this.boxes(this.rowOf(box)).indexOf(box);
    /** @type {Step} */
    const step = { boxes: [], added: [] };
    let row = this.rowOf(box);
    for (const line of block) {
      if (row === this.blank) { row = this.add(); step.added.push(row.dataset.row ?? ""); }
      const boxes = this.boxes(row);
      line.forEach((cell, at) => {
        const target = boxes[start + at];
        // What was pasted says nothing of whose the row is: it stays the unit's own.
        if (!target || (!cell && target.dataset.field === "unit")) return;
        step.boxes.push({ row: row.dataset.row ?? "", field: target.dataset.field ?? "", old: target.value, new: cell });
        target.value = cell;
        target.dataset.before = cell;
      });
      row = /** @type {HTMLTableRowElement} */ (row.nextElementSibling ?? this.blank);
    }
    this.did(step);
    this.number();
    this.total();
    this.touched();
  }

  // --- totals -----------------------------------------------------------------------------------------------

  total() {
    const foot = this.table.tFoot;
    if (!foot) return;
    let any = false;
    for (const cell of foot.querySelectorAll("[data-total]")) {
      const field = cell.getAttribute("data-total");
      if (!field) continue;
      any = true;
      let sum = 0n;
      let unclear = 0;
      for (const box of this.body.querySelectorAll(`[data-field="${field}"]`)) {
        const text = /** @type {Box} */ (box).value;
        const amount = text.trim() ? fen(text) : 0n;
        if (amount === null) unclear += 1;
        else sum += amount;
      }
      cell.textContent = yuan(sum) + (unclear ? `（${unclear} 格未计入）` : "");
    }
    foot.hidden = !any;
  }
}
