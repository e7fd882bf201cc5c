/* Several people at one lesson: what somebody else writes is shown and left to them; what they have changed meanwhile is
   not written over. `writing:parts`: what is being written here; `writing:told`: what the server said after a save. */
(() => {
  const form = document.querySelector("[data-writing]");
  if (!form) return;
  const words = form.dataset;
  const list = form.querySelector("[data-holders]");
  const RECENT = 30000; // milliseconds after the last key
  const EVERY = 15000;
  const written = new Map(); // part -> when
  const stale = new Map(); // part -> its name: somebody else has changed it since this page was loaded
  let held = [...list.children].map((item) => ({ part: item.dataset.held, words: item.textContent }));
  const places = (part) => form.querySelectorAll(part === "structure" ? "[data-structure]" : `[data-writes="${part}"]`);
  const draw = () => {
    const closed = new Set([...held.map((one) => one.part), ...stale.keys()]);
    for (const part of ["fr", "ar", "en", "structure"]) for (const place of places(part)) place.inert = closed.has(part);
    const said = held.map((one) => `${words.here} ${one.words}`);
    if (stale.size) said.push(`${[...stale.values()].join(", ")}. ${words.theirs}`);
    const texts = said.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    if (said.join() !== [...list.children].map((item) => item.textContent).join()) list.replaceChildren(...texts);
  };
  const ask = async (parts) => {
    try {
      const body = new URLSearchParams({ parts: parts.join(" "), csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      const answer = await fetch(words.hold, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      held = (await answer.json()).held;
      draw();
    } catch { /* the line is gone: saving says so */ }
  };
  document.addEventListener("writing:parts", (event) => {
    const now = Date.now();
    const fresh = event.detail.filter((part) => now - (written.get(part) ?? -EVERY) >= EVERY);
    for (const part of event.detail) if (fresh.includes(part)) written.set(part, now);
    if (fresh.length) ask(event.detail);
  });
  document.addEventListener("writing:told", (event) => {
    held = event.detail.held;
    for (const one of event.detail.theirs) stale.set(one.part, one.words);
    draw();
  });
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    ask([...written].filter(([, when]) => Date.now() - when < RECENT).map(([part]) => part));
  }, EVERY);
  draw();
})();
