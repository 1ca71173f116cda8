// Codes and names offered while one types either.

/** @param {HTMLElement} body @param {string} address */
export function name(body, address) {
  const list = /** @type {HTMLDataListElement} */ (document.getElementById("list-names"));
  let timer = 0;
  body.addEventListener("input", (event) => {
    const box = event.target;
    const kind = box instanceof HTMLInputElement ? box.dataset.namesOf : undefined;
    if (!(box instanceof HTMLInputElement) || !kind || /** @type {InputEvent} */ (event).isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const query = new URLSearchParams({ kind, q: box.value });
      const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const said = await answer.json();
      list.replaceChildren(...said.names.map((/** @type {{code: string, name: string}} */ one) => {
        const option = document.createElement("option");
        option.value = one.code;
        option.label = `${one.code} ${one.name}`;
        return option;
      }));
      box.setAttribute("list", "list-names");
    }, 150);
  });
}
