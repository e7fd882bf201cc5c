/* The writing screen: blocks, choices and points put in, moved and taken out in place; saved by itself two seconds after the
   last key, with the parts that changed; words counted. What is not saved yet is on the device (editor-copy.js). */
(() => {
  const form = document.querySelector("[data-writing]");
  if (!form) return;
  const words = form.dataset;
  const rows = form.querySelector("[data-rows]");
  const status = form.querySelector("[data-status]");
  const adding = form.querySelector("[data-adding]");
  const uuid = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  /* Putting in */
  const grown = (template, identity, key = "") => {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("new-block", identity).replaceAll(/new-(choice|item)/g, key);
    return holder.content.firstElementChild;
  };
  const wake = (made) => {
    for (const still of made.querySelectorAll("script:not([type])")) { // choosers start by one
      const script = document.createElement("script");
      script.text = still.text;
      still.replaceWith(script);
    }
  };
  const addTo = (fieldset, kind, focus) => {
    const key = kind === "choice" ? fieldset.dataset.choices : fieldset.dataset.points;
    const template = kind === "choice" ? "[data-choice-of]" : `[data-point-of="${fieldset.closest("[data-row]").dataset.kindOf}"]`;
    const made = grown(document.querySelector(template), key, uuid());
    fieldset.querySelector(`[data-add-${kind}]`).before(made);
    if (focus) made.querySelector("input[type=text], textarea").focus();
  };
  const add = (kind) => {
    const made = grown(document.querySelector(`template[data-kind="${kind}"]`), uuid());
    if (adding.parentElement === rows) adding.before(made);
    else rows.append(made);
    wake(made);
    const choices = made.querySelector("[data-choices]");
    if (choices) for (const _ of [1, 2]) addTo(choices, "choice", false);
    const points = made.querySelector("[data-points]");
    if (points) for (const _ of [1, 2]) addTo(points, "point", false);
    const first = made.querySelector(".chooser:not([hidden]) .unchosen button, select") || made.querySelector("textarea:not([data-draftail-input]), input[type=text]");
    if (first) first.focus();
    else setTimeout(() => made.querySelector("[contenteditable]")?.focus(), 300); // rich text draws itself first
    made.scrollIntoView({ block: "nearest" });
  };
  const addSaved = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) return say(words.lost, true);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const made = holder.content.firstElementChild;
    if (adding.parentElement === rows) adding.before(made);
    else rows.append(made);
    wake(made);
    made.scrollIntoView({ block: "nearest" });
    count();
  };
  const offerLaws = async (button) => {
    const answer = await fetch(button.dataset.laws);
    if (!answer.ok) return say(words.lost, true);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const first = holder.content.querySelector("button");
    button.replaceWith(holder.content);
    first?.focus();
  };
  const keep = async (row) => {
    const name = prompt(words.nameIt, "");
    if (name === null) return;
    const body = new URLSearchParams({ block: row.dataset.row, name, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    try {
      const answer = await fetch(words.keepAt, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      say(told.said || told.why, !answer.ok);
    } catch {
      say(words.lost, true);
    }
  };
  const insertBelow = (row) => {
    row.after(adding);
    adding.querySelector("button").focus();
  };
  const putBack = () => {
    if (adding.parentElement === rows) rows.after(adding);
  };
  const remove = (row) => {
    putBack();
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next?.querySelector("[data-remove]") || form.querySelector("[data-add]")).focus();
  };
  const moved = (button, row) => {
    putBack();
    const down = button.dataset.move === "1";
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    if (other) other[down ? "after" : "before"](row);
    button.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-row]");
    const set = button.dataset;
    if (set.add) add(set.add);
    else if (set.saved) addSaved(set.saved);
    else if (set.laws) offerLaws(button);
    else if (set.skeleton) {
      set.skeleton.split(" ").forEach(add);
      button.closest("[data-skeletons]").remove();
    } else if ("keep" in set) keep(row);
    else if ("insert" in set) insertBelow(row);
    else if (set.move) moved(button, row);
    else if ("remove" in set) remove(row);
    else if ("addChoice" in set) addTo(button.closest("[data-choices]"), "choice", true);
    else if ("removeChoice" in set) button.closest("[data-choice]").remove();
    else if ("addPoint" in set) addTo(button.closest("[data-points]"), "point", true);
    else if ("removePoint" in set) button.closest("[data-point]").remove();
    else if (set.preview) show(set.preview);
    else if ("closePhone" in set) phone.hidden = true;
    else if (set.submit) {
      event.preventDefault();
      send(set.submit);
    } else return;
    count();
  });

  /* Which parts of the lesson changed: a language, or the structure, which is no language's */
  const UNSENT = new Set(["csrfmiddlewaretoken", "loaded", "touched", "note", "publish-at", "withdraw-at"]);
  const IN_LANGUAGE = /^(?:text-(fr|ar|en)-|(?:heading|summary|objectives|ready)-(fr|ar|en)$|question-.*-(?:text|explanation)-(fr|ar|en)$|question-.*-choice-.*-(fr|ar|en)$)/;
  const part = (name) => name.match(IN_LANGUAGE)?.slice(1).find(Boolean) || "structure";
  const plain = (value) => (value === "null" || (value.startsWith('{"') && /^{"blocks":\[({[^{}]*"text":"",[^{}]*},?)*\]/.test(value)) ? "" : value);
  const read = () => {
    const found = new Map();
    for (const [name, value] of new FormData(form)) {
      if (!UNSENT.has(name)) found.set(name, found.has(name) ? `${found.get(name)}\n${plain(value)}` : plain(value));
    }
    return found;
  };
  const key = (values) => JSON.stringify([...values]);
  const parts = (now, before) => {
    const names = new Set([...now.keys(), ...before.keys()]);
    return [...new Set([...names].filter((name) => (now.get(name) ?? "") !== (before.get(name) ?? "")).map(part))];
  };

  /* Saving */
  let saved = null;
  let last = "";
  let busy = null;
  let stopped = false;
  const touch = (now) => {
    const changed = saved ? parts(now, saved) : [];
    form.elements.touched.value = changed.join(" ");
    return changed;
  };
  const say = (text, lost = false) => {
    status.textContent = text;
    status.classList.toggle("wr-status--lost", lost);
  };
  const take = (told) => {
    form.elements.loaded.value = told.loaded;
    for (const title of document.querySelectorAll("[data-title], [data-name]")) title.textContent = told.name;
    for (const [code, dot] of Object.entries(told.dots)) {
      const sign = document.querySelector(`.wr-entry--here [data-dot="${code}"]`);
      if (!sign) continue;
      sign.className = `wr-dot wr-dot--${dot.state}`;
      sign.title = sign.firstElementChild.textContent = dot.words;
    }
    for (const [code, text] of Object.entries(told.weights)) form.querySelector(`[data-weight="${code}"]`).textContent = text;
  };
  const save = async (now) => {
    touch(now);
    say(words.saving);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      const isOut = answer.redirected || answer.status === 403; // led to the sign-in page, or its cookies are gone
      if (isOut || !answer.headers.get("Content-Type")?.includes("json")) return say(isOut ? words.out : words.lost, true);
      const told = await answer.json();
      if (!answer.ok) {
        stopped = Boolean(told.stops);
        return say(told.why, true);
      }
      saved = now;
      touch(read());
      take(told);
      say(`${told.said} · ${words.device}`);
      document.dispatchEvent(new CustomEvent("w-autosave:success"));
      document.dispatchEvent(new CustomEvent("writing:told", { detail: told }));
      if (!phone.hidden) frame.contentWindow.location.reload();
    } catch {
      say(words.lost, true);
    }
  };
  const tick = () => {
    if (saved === null) return;
    const now = read();
    const here = key(now);
    const changed = touch(now);
    if (changed.length) document.dispatchEvent(new CustomEvent("writing:parts", { detail: changed }));
    if (changed.length && here === last && !busy && !stopped) busy = save(now).finally(() => { busy = null; });
    last = here;
  };
  const send = async (action) => {
    stopped = true;
    await busy;
    touch(read());
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: action }));
    form.requestSubmit();
  };
  window.addEventListener("pagehide", () => touch(read()));
  /* Rich text draws itself after the page and writes what it read in its own way: that is nobody's change. */
  setTimeout(() => {
    saved = read();
    last = key(saved);
    touch(saved);
    setInterval(tick, 1500);
  }, 1200);

  /* Rich text has no name of its own: that of the input it writes into. */
  const name = () => {
    for (const text of form.querySelectorAll(".wr-cell [contenteditable]:not([aria-label])")) {
      const field = text.closest(".wr-cell").querySelector("[data-draftail-input]");
      for (const said of ["aria-label", "lang", "dir"]) text.setAttribute(said, field.getAttribute(said));
    }
  };
  new MutationObserver(name).observe(rows, { childList: true, subtree: true });
  name();

  /* What one sees while writing */
  const said = (cell) => cell.querySelector("[contenteditable]")?.innerText ?? [...cell.querySelectorAll("textarea:not([data-draftail-input]), input[type=text]")].map((field) => field.value).join(" ");
  const count = () => {
    for (const place of form.querySelectorAll("[data-count]")) {
      const texts = [...form.querySelectorAll(`[data-cell="${place.dataset.count}"]`)].map(said);
      place.textContent = `${texts.join(" ").split(/\s+/).filter(Boolean).length} ${words.words}`;
    }
    for (const cells of form.querySelectorAll(".wr-row .wr-cells")) {
      const full = [...cells.children].map((cell) => Boolean(said(cell).trim()));
      [...cells.children].forEach((cell, place) => cell.classList.toggle("wr-cell--missing", full.includes(true) && !full[place]));
    }
  };
  form.addEventListener("input", count);
  setTimeout(count, 1200);
  const phone = document.querySelector("[data-phone]");
  const frame = document.querySelector("[data-frame]");
  const show = (address) => {
    phone.hidden = false;
    frame.src = address;
  };
  form.querySelector("[data-select]")?.select();
})();
