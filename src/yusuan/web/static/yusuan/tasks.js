// Follows background tasks: says how far they are, and reads the page again when one ends.

const FIRST = 500;
const SLOWEST = 4000;

/** @param {HTMLElement} box */
const follow = (box) => {
  const step = box.querySelector("[data-step]");
  // The link is for pages without scripts.
  box.querySelector("a")?.parentElement?.remove();
  let wait = FIRST;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.task ?? "", { headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      if (said.is_finished) return location.reload();
      const words = said.progress ? `${said.label}：${said.progress}` : said.label;
      if (step && step.textContent !== words) step.textContent = words;
    } catch {
      if (step) step.textContent = "暂时没有回音，稍后再问";
    }
    setTimeout(ask, wait);
    wait = Math.min(wait * 1.3, SLOWEST);
  };
  setTimeout(ask, wait);
};

for (const box of document.querySelectorAll("[data-task]")) {
  if (box instanceof HTMLElement) follow(box);
}
