/* Where a reader stopped in a lesson, kept on this phone: "Continue" leads back to that paragraph. Signing out forgets it. */
(() => {
  const text = document.querySelector("[data-place]");
  if (!text) return;
  const key = `place:${location.pathname.replace(/^\/[a-z]{2}\//, "/")}`; // the same paragraph in every language
  const blocks = [...text.children];
  const kept = Number(localStorage.getItem(key));
  if (location.hash === "#place" && blocks[kept]) {
    blocks[kept].tabIndex = -1;
    blocks[kept].focus({ preventScroll: true });
    blocks[kept].scrollIntoView({ block: "start" });
  }
  const keep = () => {
    const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    if (at > 0) localStorage.setItem(key, at);
    else localStorage.removeItem(key);
  };
  for (const link of document.querySelectorAll(".languages a")) link.addEventListener("click", () => { keep(); link.hash = "place"; });
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("pagehide", keep);
})();
/* A word of the glossary shows its definition beside it. Without this, or without popovers, its link leads to the
   same words below the text. */
(() => {
  const list = document.querySelector("[data-terms]");
  if (!list || !list.showPopover) return;
  const note = document.createElement("div");
  const close = document.createElement("button");
  note.popover = "auto"; // Escape and a tap elsewhere close it, and give the focus back
  note.className = "callout term-note";
  note.tabIndex = -1;
  note.setAttribute("role", "dialog");
  close.type = "button";
  close.className = "link-button";
  close.textContent = list.dataset.close;
  close.addEventListener("click", () => note.hidePopover());
  document.body.append(note);

  document.addEventListener("click", (event) => {
    const word = event.target.closest("a.term");
    const term = word && document.getElementById(word.hash.slice(1));
    if (!term) return;
    event.preventDefault();
    note.replaceChildren(...term.cloneNode(true).childNodes, close);
    note.setAttribute("aria-label", term.querySelector("h3").textContent);
    note.showPopover();
    const box = word.getClientRects()[0];
    const start = document.dir === "rtl" ? box.right - note.offsetWidth : box.left;
    const room = document.documentElement.clientWidth - note.offsetWidth - 8;
    note.style.top = `${box.bottom + window.scrollY + 4}px`;
    note.style.left = `${Math.max(8, Math.min(start, room))}px`;
    note.focus(); // it is read out, and scrolled to
  });
})();
/* Of an exercise that was begun and put off, its answers wait on this phone (exercise.js). */
(() => {
  for (const note of document.querySelectorAll("[data-begun]")) {
    try {
      note.hidden = !Object.keys(localStorage).some((key) => key.startsWith(`answers:${note.dataset.begun} `) && JSON.parse(localStorage.getItem(key)).given.length);
    } catch {
      return; // no storage on this phone
    }
  }
})();
