/* The tenant's colour, before anything is drawn. Without JavaScript it comes as a style sheet (config.theme). */
(() => {
  const { dataset, style } = document.documentElement;
  if (dataset.accent) style.setProperty("--tenant-accent", dataset.accent);
  if (dataset.accentDark) style.setProperty("--tenant-accent-dark", dataset.accentDark);
})();
/* Quick exit: the link, or Shift pressed three times within 1.5 s, blanks the page and leaves it.
   Back does not return for a quarter of an hour: whoever looks over a shoulder presses it once. That is why this runs
   before anything is drawn. An address typed or a link followed opens the site again. Without JavaScript the link still
   leads away. It does not erase the browser's history, and the page says so. */
(() => {
  const KEY = "wasl-left";
  const LASTS = 15 * 60 * 1000;
  const WINDOW = 1500;
  let presses = [];

  // The storage of this tab alone; some browsers refuse it, and then Back is what it was.
  const remember = (url) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify([Date.now(), url]));
    } catch { /* leaving matters more */ }
  };
  const recall = () => {
    try {
      const [time, url] = JSON.parse(sessionStorage.getItem(KEY)) ?? [0, ""];
      return Date.now() - time < LASTS ? url : "";
    } catch {
      return "";
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEY);
    } catch { /* nothing was kept */ }
  };

  const leave = (url) => {
    document.documentElement.hidden = true;
    document.title = "\u200B";
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("mark:")) localStorage.removeItem(key); // bookmarks
    } catch { /* nothing was kept */ }
    remember(url);
    window.location.replace(url);
  };

  const [entry] = performance.getEntriesByType("navigation");
  if (entry?.type !== "back_forward") forget();
  else if (recall()) leave(recall());
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (recall()) leave(recall());
    else if (document.documentElement.hidden) window.location.reload();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const link = document.querySelector("[data-exit-url]");
    if (!link) return;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave(link.dataset.exitUrl);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        presses = []; // capitals typed one after the other are not a call to leave
        return;
      }
      if (event.repeat) return;
      const now = Date.now();
      presses = [...presses.filter((time) => now - time < WINDOW), now];
      if (presses.length === 3) leave(link.dataset.exitUrl);
    });
  });
})();
