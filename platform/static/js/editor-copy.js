/* A copy on the device of what is typed in an editor's form, until the server has it: a dropped line, an expired session or
   a closed tab loses nothing. Taking it saves it as a draft, whatever blocks it has; leaving the account forgets it. */
(() => {
  const words = document.currentScript.dataset;
  const PREFIX = "written:";
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const load = (key) => JSON.parse(localStorage.getItem(key) || "null");
  document.addEventListener("submit", (event) => {
    if (/\/(logout|sign-out)\/$/.test(new URL(event.target.action, location).pathname)) for (const key of keys()) localStorage.removeItem(key);
  });
  const start = () => {
    const answered = document.querySelector(".messages .success, .messages .warning");
    if (answered) for (const key of keys()) if (load(key).sent) localStorage.removeItem(key);
    const form = document.querySelector("form[data-edit-form]");
    if (!form) return;
    const key = PREFIX + location.pathname;
    const SECRET = new Set(["csrfmiddlewaretoken", "next"]);
    const read = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => !SECRET.has(name) && typeof value === "string"));
    const forget = () => localStorage.removeItem(key);
    const line = (...parts) => {
      const box = document.createElement("div");
      box.className = "device-copy";
      box.setAttribute("role", "status");
      box.append(...parts);
      form.before(box);
      return box;
    };
    const said = (text) => Object.assign(document.createElement("p"), { textContent: text });
    const button = (text, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: text });
      made.addEventListener("click", act);
      return made;
    };

    let saved = read();
    let full = false;
    const keep = (event) => {
      const now = read();
      const sent = event?.type === "submit";
      if (now === saved && !sent) return;
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: now, sent }));
      } catch {
        if (!full) line(said(words.full));
        full = true;
      }
    };
    const offer = (kept) => {
      const time = new Intl.DateTimeFormat(`${document.documentElement.lang || "fr"}-u-nu-latn`, { dateStyle: "medium", timeStyle: "short" }).format(kept.at);
      const box = line(
        said(words.found.replace("%(time)s", time)),
        button(words.take, () => {
          const again = document.createElement("form");
          again.method = "post";
          again.hidden = true;
          const add = (name, value) => again.append(Object.assign(document.createElement("textarea"), { name, value }));
          add("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
          for (const [name, value] of JSON.parse(kept.fields)) add(name, value);
          document.body.append(again);
          forget();
          again.submit();
        }),
        button(words.drop, () => {
          forget();
          box.remove();
        }),
      );
    };

    const kept = load(key);
    const refused = kept?.sent && !("fromServer" in form.dataset) && document.querySelector(".messages .error"); // the form itself shows what was sent
    if (kept && kept.fields !== saved && !refused) offer(kept);
    else if (!refused) forget();
    /* Editors of rich text and of blocks draw themselves after the page: what they write first is no text of anybody's. */
    setTimeout(() => {
      saved = read();
      setInterval(keep, 2000);
      for (const event of ["input", "change"]) form.addEventListener(event, keep);
      window.addEventListener("pagehide", keep);
    }, 1500);
    document.addEventListener("w-autosave:success", () => {
      saved = read();
      forget();
    });
    form.addEventListener("submit", keep);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
