// Two people changed the same box: what stood there, mine, theirs, and a choice for each. Nothing is lost before it is made.

/** @param {import("./grid.js").Grid} grid @param {import("./saving.js").Saver} saver */
export function merger(grid, saver) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("merge"));
  const place = /** @type {HTMLElement} */ (dialog.querySelector("[data-body]"));
  return (/** @type {{row: number, field: string, base: string, mine: string, theirs: string | null}[]} */ conflicts) => {
    for (const one of conflicts) {
      const box = grid.box(String(one.row), one.field);
      if (box) box.dataset.asked = "yes";
      place.append(asked(one, box?.getAttribute("aria-label") ?? one.field, (mine) => {
        if (box) {
          delete box.dataset.asked;
          grid.base.set(box, one.theirs ?? "");
          box.value = mine ? one.mine : (one.theirs ?? "");
        }
        if (!place.children.length) dialog.close();
        saver.touched();
      }));
    }
    if (!dialog.open) dialog.showModal();
  };
}

/** @param {{base: string, mine: string, theirs: string | null}} one @param {string} label @param {(mine: boolean) => void} chosen */
function asked(one, label, chosen) {
  const block = document.createElement("section");
  block.className = "conflict";
  const title = document.createElement("h3");
  title.textContent = label;
  const facts = document.createElement("dl");
  facts.className = "facts";
  for (const [name, text] of [["原来", one.base], ["我填的", one.mine], ["现在是", one.theirs ?? "（这一行已被删除）"]]) {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = name;
    const said = document.createElement("dd");
    said.textContent = text || "（空白）";
    line.append(term, said);
    facts.append(line);
  }
  block.append(title, facts);
  for (const [text, mine] of /** @type {[string, boolean][]} */ ([["用我填的", true], ["用现在的", false]])) {
    if (mine && one.theirs === null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => { block.remove(); chosen(mine); });
    block.append(button, " ");
  }
  return block;
}
