// What Excel puts on the clipboard: tabs and CRLF, cells with tabs, lines or quotes in quotes.

/** Rows of cells; the line break at the end makes no row.
 * @param {string} text @returns {string[][]} */
export function cells(text) {
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted) {
      if (c === '"' && text[at + 1] === '"') { cell += '"'; at += 1; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === "\t") { rows[rows.length - 1].push(cell); cell = ""; }
    else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[at + 1] === "\n") at += 1;
      rows[rows.length - 1].push(cell);
      cell = "";
      rows.push([]);
    } else cell += c;
  }
  rows[rows.length - 1].push(cell);
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}
