// What is said of an indicator while it is typed, and known ones like it; saving works without.

const form = document.querySelector("form[data-lint]");
const table = form?.querySelector('[data-table="indicators"]');
const said = form?.querySelector("[data-said]");
if (form instanceof HTMLFormElement && table instanceof HTMLElement && said instanceof HTMLElement) {
  const { lint } = form.dataset;
  let timer = 0;
  table.addEventListener("input", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || /** @type {InputEvent} */ (event).isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(/** @type {HTMLTableRowElement} */ (box.closest("tr"))), 300);
  });

  const ask = async (/** @type {HTMLTableRowElement} */ row) => {
    const box = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (row.querySelector(`[data-field="${name}"]`));
    const query = new URLSearchParams(["kind", "name", "target", "basis"].map((name) => [name, box(name)?.value ?? ""]));
    const answer = await fetch(`${lint}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    said.replaceChildren(...found.said.map((/** @type {{message: string, hint: string, blocks: boolean}} */ one) => {
      const line = document.createElement("p");
      line.className = one.blocks ? "bad" : "";
      line.textContent = `${one.message} ${one.hint}`;
      return line;
    }), ...found.known.map((/** @type {{name: string, target: string, source: string}} */ one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = `${one.name} ${one.target}（${one.source}）`;
      button.addEventListener("click", () => {
        const name = box("name");
        const target = box("target");
        if (name) name.value = one.name;
        if (target && !target.value) target.value = one.target;
        ask(row);
      });
      return button;
    }));
  };
}
