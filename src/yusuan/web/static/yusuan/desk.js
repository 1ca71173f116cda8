// What makes the page quicker; everything works without it.

const drop = document.querySelector("[data-drop]");
const file = drop?.querySelector("input[type=file]");
const working = drop?.querySelector("[data-working]");
if (drop instanceof HTMLFormElement && file instanceof HTMLInputElement && working) {
  const send = () => {
    working.textContent = "正在放入…";
    drop.requestSubmit();
  };
  file.addEventListener("change", () => { if (file.files?.length) send(); });
  drop.addEventListener("submit", () => { working.textContent = "正在放入…"; });
  // Anywhere on the page: a file dropped beside the box would be opened in place of it.
  for (const kind of ["dragenter", "dragover"]) {
    addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const carried = event.dataTransfer;
    if (!carried) return;
    const entries = [...carried.items].map((item) => item.webkitGetAsEntry?.());
    const folder = entries.find((entry) => entry?.isDirectory);
    if (folder) {
      working.textContent = `“${folder.name}”是文件夹。请先压缩成 .zip，再拖到这里。`;
    } else if (carried.files.length) {
      file.files = carried.files;
      send();
    }
  });
  // Back from another page, nothing is on its way any more.
  addEventListener("pageshow", (event) => {
    if (event.persisted) working.textContent = "";
  });
}

const progress = document.querySelector("[data-progress]");
const step = progress?.querySelector("[data-step]");
if (progress instanceof HTMLElement && step) {
  /** @type {string | null} */
  let before = null;
  const ask = async () => {
    try {
      const said = await (await fetch(progress.dataset.progress ?? "")).json();
      if (before !== null && said.state !== before) return location.reload();
      if (said.is_finished) return location.reload();
      before = said.state;
      step.textContent = said.step;
    } catch {
      step.textContent = "程序没有回答，可能已经结束";
      progress.querySelector("progress")?.remove();
      return;
    }
    setTimeout(ask, 700);
  };
  ask();
}

const origin = document.querySelector("#origin");
const body = origin?.querySelector("[data-body]");
if (origin instanceof HTMLDialogElement && body) {
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-origin]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href, { headers: { "X-Part": "1" } });
    if (!answer.ok) return location.assign(link.href);
    // Our own page, its texts escaped; the policy lets no script in it run.
    body.innerHTML = await answer.text();
    if (!origin.open) origin.showModal();
    origin.scrollTop = 0;
  });
}
