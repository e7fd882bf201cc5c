/* Courses saved on this phone: download with progress, go on after a break, delete; and the list of what is saved and of
   what is still to be sent. Each course has a cache of its own; a note in it says when it was saved. */
(() => {
  if (!window.caches) return;
  const NOTE = "/saved-course";
  const read = async (name) => (await caches.has(name)) && (await (await caches.open(name)).match(NOTE))?.json();
  /* As the pages write them: digits 0-9, and the months and the comma of Morocco. */
  const LOCALE = `${document.documentElement.lang === "ar" ? "ar-MA" : document.documentElement.lang}-u-nu-latn`;
  const size = (bytes, node) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(bytes / 1e6).concat(" ", node.dataset.unit);
  const day = (time) => new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "short" }).format(time);

  const parts = (html, base) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const files = [...page.querySelectorAll("main img[src], main script[src], head script[src], link[rel=stylesheet]")];
    return files.map((node) => new URL(node.getAttribute("src") || node.getAttribute("href"), base)).filter((url) => url.origin === location.origin).map((url) => url.pathname);
  };
  /* `from`: where it comes from, when that is another address: a case to be played without a network. */
  const keep = async (cache, path, again, from = path) => {
    const found = again ? undefined : await cache.match(path, { ignoreVary: true });
    if (found) return found;
    const response = await fetch(from, { signal: AbortSignal.timeout(60000) });
    if (!response.ok || response.redirected) throw new Error(path);
    await cache.put(path, response.clone());
    return response;
  };

  const panel = document.querySelector("[data-save]");
  const save = async (again) => {
    const cache = await caches.open(panel.dataset.save);
    const bar = panel.querySelector("progress");
    const state = panel.querySelector("[data-save-state]");
    const pages = [...document.querySelectorAll("[data-page]")].map((link) => [link.getAttribute("href"), link.dataset.page || undefined]);
    bar.hidden = false;
    bar.max = pages.length;
    try {
      for (const [number, [path, from]] of pages.entries()) {
        const html = await (await keep(cache, path, again, from)).clone().text();
        for (const file of parts(html, location.href)) await keep(cache, file, false);
        bar.value = number + 1;
        state.textContent = panel.dataset.progress.replace("{page}", number + 1).replace("{pages}", pages.length);
      }
    } catch {
      await show();
      state.textContent = panel.dataset.broken;
      return;
    }
    let bytes = 0;
    for (const request of await cache.keys()) bytes += (await (await cache.match(request)).blob()).size;
    const note = { title: panel.dataset.title, url: panel.dataset.url, language: panel.dataset.language, at: Date.now(), bytes };
    await cache.put(NOTE, new Response(JSON.stringify(note)));
    bar.hidden = true;
    await show();
  };
  const show = async () => {
    const note = await read(panel.dataset.save);
    const state = panel.querySelector("[data-save-state]");
    panel.querySelector("[data-save-delete]").hidden = !(await caches.has(panel.dataset.save)); // a part of it too
    panel.querySelector("[data-save-again]").hidden = !note;
    panel.querySelector("[data-save-start]").hidden = Boolean(note);
    state.textContent = note ? panel.dataset.saved.replace("{day}", day(note.at)).replace("{size}", size(note.bytes, panel)) : "";
  };
  if (panel) {
    panel.hidden = false;
    panel.querySelector("[data-save-start]").addEventListener("click", () => save(false));
    panel.querySelector("[data-save-again]").addEventListener("click", () => save(true));
    panel.querySelector("[data-save-delete]").addEventListener("click", async () => {
      await caches.delete(panel.dataset.save);
      await show();
      panel.querySelector("[data-save-start]").focus();
    });
    show();
  }

  const list = document.querySelector("[data-saved-courses]");
  const line = (content, ...more) => {
    const item = document.createElement("li");
    item.append(content, ...more);
    return item;
  };
  const listCourses = async () => {
    const items = [];
    for (const name of await caches.keys()) {
      const note = name.startsWith("course-") && (await read(name));
      if (!note) continue;
      const link = document.createElement("a");
      link.href = note.url;
      link.lang = note.language;
      link.textContent = note.title;
      const when = document.createElement("span");
      when.className = "small";
      when.textContent = list.dataset.saved.replace("{day}", day(note.at)).replace("{size}", size(note.bytes, list));
      items.push(line(link, document.createElement("br"), when));
    }
    if (items.length) list.replaceChildren(...items);
  };
  if (list) {
    list.hidden = false; // without this script nobody knows what is saved
    listCourses();
  }

  const waiting = document.querySelector("[data-outbox-list]");
  const refused = document.querySelector("[data-outbox-refused]");
  document.addEventListener("outbox", (event) => {
    if (!waiting) return;
    const lineOf = (entry) => {
      const when = document.createElement("span");
      when.className = "small";
      when.textContent = `${day(entry.at)} · ${entry.refused || waiting.dataset.waiting}`;
      const title = document.createElement("bdi");
      title.textContent = entry.label;
      const link = document.createElement("a");
      link.href = entry.page || entry.url;
      link.append(title);
      const item = line(entry.refused ? link : title, document.createElement("br"), when);
      if (entry.refused) {
        const button = document.createElement("button");
        button.className = "link-button";
        button.textContent = waiting.dataset.remove;
        button.addEventListener("click", () => window.outbox.remove(entry));
        item.append(" ", button);
      }
      return item;
    };
    const later = event.detail.filter((entry) => !entry.refused).map(lineOf);
    const never = event.detail.filter((entry) => entry.refused).map(lineOf);
    waiting.hidden = false;
    waiting.replaceChildren(...(later.length ? later : [line(waiting.dataset.empty)]));
    refused.querySelector("ul").replaceChildren(...never);
    refused.hidden = never.length === 0;
    waiting.closest("section").hidden = never.length > 0 && later.length === 0; // not all is sent
  });
})();
