/* What is on this phone: courses saved in the languages one asks for (download with progress, go on after a break, delete),
   the list of them, and of what is still to be sent. Each language of a course has a cache of its own; a note in it says
   when it was saved. */
const onThisPhone = (() => {
  /* As the pages write them: digits 0-9, and the months and the comma of Morocco. */
  const LOCALE = `${document.documentElement.lang === "ar" ? "ar-MA" : document.documentElement.lang}-u-nu-latn`;
  return {
    size: (bytes, node) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(bytes / 1e6).concat(" ", node.dataset.unit),
    day: (time) => new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "short" }).format(time),
    line: (content, ...more) => {
      const item = document.createElement("li");
      item.append(content, ...more);
      return item;
    },
  };
})();
(async () => {
  const { size, day, line } = onThisPhone;
  const NOTE = "/saved-course";
  try {
    await caches.keys();
  } catch { // a private window, storage refused, no secure connection
    for (const none of document.querySelectorAll("[data-save-none]")) none.hidden = false;
    return;
  }
  const read = async (name) => (await caches.has(name)) && (await (await caches.open(name)).match(NOTE))?.json();

  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const parts = (html, base) => {
    const files = [...parse(html).querySelectorAll("main img[src], main script[src], head script[src], link[rel=stylesheet]")];
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
  const boxes = panel ? [...panel.querySelectorAll("[data-cache]")] : [];
  if (panel && !boxes.length) boxes.push({ dataset: { cache: panel.dataset.save }, checked: true, addEventListener() {} }); // in one language
  const chosen = () => boxes.filter((box) => box.checked);
  const part = (name) => panel.querySelector(`[data-save-${name}]`);
  /* The pages of one language, as its own page of saving lists them: [cache, path, where from]. */
  const list = async (box) => {
    const there = box.dataset.cache === panel.dataset.save ? document : parse(await (await fetch(box.value)).text());
    const { title, url, language } = there.querySelector("[data-save]").dataset;
    const pages = [...there.querySelectorAll("[data-page]")].map((link) => [link.getAttribute("href"), link.dataset.page || undefined]);
    return { name: box.dataset.cache, note: { title, url, language }, pages };
  };
  const save = async (again) => {
    const bar = panel.querySelector("progress");
    const state = part("state");
    bar.hidden = false;
    try {
      const lists = await Promise.all(chosen().map(list));
      const pages = lists.reduce((sum, one) => sum + one.pages.length, 0);
      let done = 0;
      bar.max = pages;
      for (const { name, note, pages: own } of lists) {
        const cache = await caches.open(name);
        for (const [path, from] of own) {
          const html = await (await keep(cache, path, again, from)).clone().text();
          for (const file of parts(html, location.href)) await keep(cache, file, false);
          bar.value = done += 1;
          state.textContent = panel.dataset.progress.replace("{page}", done).replace("{pages}", pages);
        }
        let bytes = 0;
        for (const request of await cache.keys()) bytes += (await (await cache.match(request)).blob()).size;
        await cache.put(NOTE, new Response(JSON.stringify({ ...note, at: Date.now(), bytes })));
      }
    } catch (error) {
      await show();
      state.textContent = error.name === "QuotaExceededError" ? panel.dataset.full || panel.dataset.broken : panel.dataset.broken;
      return;
    }
    bar.hidden = true;
    await show();
  };
  const show = async () => {
    const notes = await Promise.all(boxes.map((box) => read(box.dataset.cache)));
    const there = await Promise.all(boxes.map((box) => caches.has(box.dataset.cache)));
    const isKept = (box) => Boolean(notes[boxes.indexOf(box)]);
    part("delete").hidden = !there.includes(true); // a part of it too
    part("again").hidden = !chosen().some(isKept);
    part("start").hidden = chosen().every(isKept);
    const said = (note, box) => (boxes.length > 1 ? `${box.dataset.name}: ` : "") + panel.dataset.saved.replace("{day}", day(note.at)).replace("{size}", size(note.bytes, panel));
    part("state").replaceChildren(...boxes.flatMap((box, place) => (notes[place] ? [said(notes[place], box), document.createElement("br")] : [])));
  };
  if (panel) {
    panel.hidden = false;
    part("start").addEventListener("click", () => save(false));
    part("again").addEventListener("click", () => save(true));
    part("delete").addEventListener("click", async () => {
      for (const box of boxes) await caches.delete(box.dataset.cache);
      await show();
      part("start").focus();
    });
    for (const box of boxes) box.addEventListener("change", show);
    show();
  }

  const saved = document.querySelector("[data-saved-courses]");
  if (!saved) return;
  saved.hidden = false; // without this script nobody knows what is saved
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
    when.textContent = saved.dataset.saved.replace("{day}", day(note.at)).replace("{size}", size(note.bytes, saved));
    items.push(line(link, document.createElement("br"), when));
  }
  if (items.length) saved.replaceChildren(...items);
})();
(() => {
  const { day, line } = onThisPhone;
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
