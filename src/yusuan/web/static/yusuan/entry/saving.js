// Saves as one types: one save in flight, each with a name of its own, nothing forgotten before it is acknowledged.

/** @typedef {{row: string, field: string, old: string, new: string}} Change */

export class Saver {
  /** @param {import("./grid.js").Grid} grid @param {HTMLFormElement} form */
  constructor(grid, form) {
    this.grid = grid;
    this.form = form;
    this.status = form.querySelector("[data-saved]");
    this.key = `yusuan-draft-${form.dataset.part}-${form.dataset.record}`;
    /** @type {{row: string, values: Record<string, string>}[]} */
    this.removed = [];
    this.timer = 0;
    /** @type {null | {operation: string}} */
    this.flight = null;
    /** How many saves were begun. */
    this.deliveries = 0;
    this.saved = () => {};
    this.conflicted = (/** @type {any[]} */ _conflicts) => {};
    addEventListener("beforeunload", (event) => { if (this.isDirty) event.preventDefault(); });
  }

  get isDirty() {
    return this.flight !== null || this.removed.length > 0 || this.grid.dirty().length > 0;
  }

  /** Something was typed: kept at once in this browser, sent when typing rests. */
  touched() {
    this.keep();
    this.say("正在输入…");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), 700);
  }

  keep() {
    const cells = this.grid.dirty().filter((one) => /^\d+$/.test(one.row));
    try {
      if (cells.length) localStorage.setItem(this.key, JSON.stringify(cells));
      else localStorage.removeItem(this.key);
    } catch { /* A browser that keeps nothing still saves. */ }
  }

  /** What was typed in this browser and never acknowledged. @returns {Change[]} */
  kept() {
    try { return JSON.parse(localStorage.getItem(this.key) ?? "[]"); } catch { return []; }
  }

  async send() {
    if (this.flight) return;
    const changes = this.grid.dirty();
    const inserted = this.grid.inserted();
    if (!changes.length && !inserted.length && !this.removed.length) { this.say("已保存"); return; }
    const removed = this.removed.splice(0);
    const body = {
      operation: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`,
      changes: changes.map((one) => ({ ...one, row: /^\d+$/.test(one.row) ? Number(one.row) : one.row })),
      inserted: inserted.map((one) => ({ token: one.token, record: this.form.dataset.record, before: one.before })),
      removed: removed.map((one) => ({ row: Number(one.row), values: one.values })),
    };
    this.flight = body;
    this.deliveries += 1;
    this.say("正在保存…");
    await this.deliver(body, changes);
  }

  /** The same save again until the server has answered it: it is done once, however often it arrives.
   * @param {any} body @param {Change[]} changes */
  async deliver(body, changes) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
      let why = "连接不上";
      try {
        const answer = await this.post(this.form.action, body);
        if (answer.status === 200 || answer.status === 409) {
          const said = await answer.json();
          if (said.refused) { this.refuse(said.refused); return; }
          this.flight = null;
          this.grid.acknowledge(changes, said);
          this.keep();
          if (said.conflicts.length) this.conflicted(said.conflicts);
          this.say(said.conflicts.length ? "有冲突待选择" : "已保存");
          this.saved();
          if (this.grid.dirty().length || this.grid.inserted().length || this.removed.length) this.send();
          return;
        }
        if (answer.status < 500) {
          const said = await answer.json().catch(() => ({}));
          this.refuse(said.refused ?? "没有保存：请求被拒绝");
          return;
        }
        why = (await answer.json().catch(() => ({}))).refused ?? "系统暂时不能办理";
      } catch { /* The network: try again. */ }
      this.say(`未保存：${why.replace(/。$/, "")}，正在重试。输入的内容保留在本页。`);
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  /** @param {string} address @param {any} body */
  post(address, body) {
    const token = /** @type {HTMLInputElement} */ (this.form.querySelector("[name=csrfmiddlewaretoken]")).value;
    return fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
  }

  /** @param {string} reason */
  refuse(reason) {
    this.flight = null;
    this.say(`未保存：${reason}`);
  }

  /** @param {string} text */
  say(text) {
    if (this.status) this.status.textContent = text;
  }
}
