/* Progress is the same everywhere: what was sent (outbox.js, which loads this then) shows at once on a page that is open, in
   other windows, and on what is saved of a course, in every language. A phone whose clock is days off is told: the site's
   counts. */
const STALE = "place:stale"; // the pages something was sent from; it outlives a page that is left
const DAY = 86400000;
const bare = (path) => path.replace(/^\/[a-z]{2}\//, "/");

/* These pages and those above them, fetched anew; a saved exercise asks anew then. */
const renew = async () => {
  const stale = localStorage.getItem(STALE);
  if (!stale) return;
  const sent = stale.split(" ").filter(Boolean).map(bare);
  for (const name of await caches.keys()) {
    const cache = name.startsWith("course-") && (await caches.open(name));
    for (const { url } of cache ? await cache.keys() : []) {
      const path = bare(new URL(url).pathname);
      if (!path.endsWith("/") || !sent.some((one) => one.startsWith(path))) continue;
      const fresh = await fetch(url);
      if (fresh.ok && !fresh.redirected) await cache.put(url, fresh);
    }
  }
  if (localStorage.getItem(STALE) === stale) localStorage.removeItem(STALE);
};
const refresh = async () => {
  const parts = [...document.querySelectorAll("[data-progress]")];
  const response = parts.length && (await fetch(location.href));
  if (!response || !response.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelectorAll("[data-progress]");
  for (const [place, part] of parts.entries()) {
    if (fresh[place] && fresh[place].textContent !== part.textContent) part.replaceChildren(...fresh[place].childNodes);
  }
};
/* What has waited and is there now, each with the way to its result. */
const tell = (sent) => {
  const note = document.querySelector("[data-outbox-sent]");
  note.querySelector("strong").textContent = note.dataset.words.replace("{number}", sent.length);
  const results = sent.filter((entry) => entry.next?.includes("/attempts/"));
  for (const entry of results) {
    const link = document.createElement("a");
    link.href = entry.next;
    link.textContent = entry.label;
    link.dir = "auto";
    note.append(link);
  }
  note.classList.add("message--done");
  note.hidden = false;
};
/* `sent`: the entries that this window sent; none where another did. `clock`: what the site's says. */
export const catchUp = async (sent, clock) => {
  if (sent.length) tell(sent);
  const note = document.querySelector("[data-clock]");
  if (note && clock) note.hidden = Math.abs(Date.now() - Date.parse(clock)) < DAY;
  await refresh();
  await renew();
};
