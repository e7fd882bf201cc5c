/* The key points only, without a network: what was saved is the whole text. With one the server leaves the rest out. */
(() => {
  const text = document.querySelector("[data-text]");
  const whole = document.querySelector("[data-whole]");
  if (!text || !whole?.hidden || !new URLSearchParams(location.search).has("short")) return;
  for (const block of text.children) block.hidden = !block.matches(".block-key_message, .block-checklist, .block-law_reference");
  whole.hidden = false;
})();
/* Where a reader stopped in a lesson, kept on this phone: "Continue" leads back to that paragraph. Signing out forgets it. */
(() => {
  const text = document.querySelector("[data-place]");
  if (!text) return;
  const key = `place:${location.pathname.replace(/^\/[a-z]{2}\//, "/")}`; // the same paragraph in every language
  const blocks = [...text.children];
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // no storage on this phone
    }
  };
  const kept = Number(store((storage) => storage.getItem(key)));
  if (location.hash === "#place" && blocks[kept]) {
    blocks[kept].tabIndex = -1;
    blocks[kept].focus({ preventScroll: true });
    blocks[kept].scrollIntoView({ block: "start" });
  }
  const keep = () => {
    const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    store((storage) => (at > 0 ? storage.setItem(key, at) : storage.removeItem(key)));
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
/* Reading aloud by the device's own voices, which need no network; a bookmark kept on this phone alone (marks.js lists
   them). Without this file neither is offered. */
(() => {
  const tools = document.querySelector("[data-tools]");
  const text = document.querySelector("[data-text]");
  if (!tools || !text) return;
  const note = tools.querySelector("[data-tools-note]");
  const aloud = tools.querySelector("[data-aloud]");
  const blocks = [...text.children];
  const first = () => Math.max(0, blocks.findIndex((block) => block.getBoundingClientRect().bottom > 80));
  tools.hidden = false;

  const speech = window.speechSynthesis;
  let reading = 0; // which reading is under way: an older one falls silent
  const voice = () => speech?.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(aloud.dataset.aloud));
  const silence = () => {
    reading += 1;
    speech?.cancel();
    aloud.setAttribute("aria-pressed", "false");
    for (const block of blocks) block.classList.remove("is-read");
  };
  /* Sentence by sentence: a device cuts long texts off. */
  const read = (place) => {
    const own = reading;
    const block = blocks[place];
    if (!block) return silence();
    block.classList.add("is-read");
    block.scrollIntoView({ block: "nearest" });
    const sentences = block.innerText.match(/[^.!?؟؛]+[.!?؟؛]*/g) || [];
    const say = (number) => {
      if (own !== reading) return;
      if (number === sentences.length) {
        block.classList.remove("is-read");
        return read(place + 1);
      }
      const said = new SpeechSynthesisUtterance(sentences[number]);
      said.voice = voice();
      said.lang = said.voice?.lang || aloud.dataset.aloud;
      said.onend = () => say(number + 1);
      said.onerror = () => own === reading && silence();
      speech.speak(said);
    };
    say(0);
  };
  aloud.addEventListener("click", () => {
    note.textContent = "";
    if (aloud.getAttribute("aria-pressed") === "true") return silence();
    if (!voice()) {
      note.textContent = aloud.dataset.none;
      return;
    }
    silence();
    aloud.setAttribute("aria-pressed", "true");
    read(first());
  });
  window.addEventListener("pagehide", silence);
  speech?.getVoices(); // some browsers fetch the list when they are asked for it first

  /* What is unclear is said of the part one has before one's eyes. */
  tools.querySelector("[data-say]")?.addEventListener("click", () => {
    const remark = document.getElementById("remark");
    remark.open = true;
    remark.querySelector("select").selectedIndex = first();
  });

  const mark = tools.querySelector("[data-mark]");
  if (!mark) return;
  const key = `mark:${location.pathname.replace(/^\/[a-z]{2}\//, "/")}`;
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  mark.setAttribute("aria-pressed", String(Boolean(kept())));
  mark.addEventListener("click", () => {
    try {
      if (kept()) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ title: mark.dataset.mark, at: first() }));
      note.textContent = kept() ? mark.dataset.on : mark.dataset.off;
    } catch {
      note.textContent = mark.dataset.full;
    }
    mark.setAttribute("aria-pressed", String(Boolean(kept())));
  });
  const at = blocks[kept()?.at];
  if (location.hash === "#mark" && at) {
    at.tabIndex = -1;
    at.focus({ preventScroll: true });
    at.scrollIntoView({ block: "start" });
  }
})();
