/* Forms marked data-outbox are stored on this phone, then sent; what could not be sent waits for its owner. The server takes
   an entry twice for once. */
(() => {
  const box = document.querySelector("[data-outbox-of]");
  if (!box) return;
  // Once the page is there: on a slow line it comes first.
  const register = () => navigator.serviceWorker?.register("/sw.js").catch(() => {});
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
  try {
    if (!window.indexedDB) return;
  } catch {
    return; // refused
  }
  const owner = box.dataset.outboxOf;
  const text = box.dataset;

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("wasl", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const store = async (mode, act) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("outbox", mode);
      const request = act(transaction.objectStore("outbox"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };
  const put = (entry) => store("readwrite", (entries) => entries.put(entry));
  const remove = (entry) => store("readwrite", (entries) => entries.delete(entry.id));
  const own = async () => (await store("readonly", (entries) => entries.getAll())).filter((entry) => !owner || entry.owner === owner).sort((one, other) => one.at - other.at);

  /* What was sent shows everywhere (progress.js). */
  const STALE = "place:stale";
  let clock;
  const catchUp = async (sent) => {
    if (sent[0] || localStorage[STALE]) (await import(text.catchUp)).catchUp(sent, clock);
  };
  window.addEventListener("storage", (event) => event.key === STALE && catchUp([]).catch(() => {}));

  /* "sent", "waiting", "signed-out", "refused" or, while somebody is there to answer, "asks"; `entry.next` and
     `entry.reason` say more. */
  const send = async (entry, isThere = false) => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const headers = { "X-Wasl-Outbox": "1", "X-Wasl-At": entry.at, "X-Wasl-Now": Date.now(), "Content-Type": "application/x-www-form-urlencoded" };
    if (cookie) headers["X-CSRFToken"] = cookie[1];
    if (isThere) headers["X-Wasl-Asks"] = "1";
    let response, answer;
    try {
      response = await fetch(entry.url, { method: "POST", body: entry.body, headers, signal: AbortSignal.timeout(20000) });
      clock = response.headers.get("Date");
      answer = await response.json();
    } catch {
      return "waiting";
    }
    if (response.ok && answer.asks) return "asks";
    if (response.ok) {
      entry.next = answer.next;
      entry.said = answer.said;
      await remove(entry);
      if (entry.url.includes("/learn/")) localStorage[STALE] = `${localStorage[STALE] || ""} ${entry.page}`;
      return "sent";
    }
    if (response.status === 401 || response.status >= 500) return response.status === 401 ? "signed-out" : "waiting";
    entry.reason = answer.reason || text.refused;
    await put({ ...entry, refused: entry.reason });
    return "refused";
  };

  const count = box.querySelector("[data-outbox-count]");
  const show = async () => {
    const entries = await own();
    const waiting = entries.filter((entry) => !entry.refused).length;
    count.textContent = [
      waiting ? text.waiting.replace("0", waiting) : "",
      entries.length > waiting ? text.rejected.replace("0", entries.length - waiting) : "",
    ].filter(Boolean).join(" · ");
    box.hidden = entries.length === 0;
    box.querySelector("[data-outbox-send]").hidden = !owner;
    document.dispatchEvent(new CustomEvent("outbox", { detail: entries }));
    return waiting;
  };
  /* What was refused goes again only when somebody asks: its reason may be gone. */
  const flushAll = async (again) => {
    const unsent = owner ? (await own()).filter((one) => again || !one.refused) : []; // a page kept for all sends for nobody
    const sent = [];
    for (const entry of unsent) {
      const state = await send(entry);
      if (state === "sent") sent.push(entry);
      if (state === "waiting") break;
      if (state === "signed-out") {
        box.querySelector("[data-outbox-note]").textContent = text.signedOut;
        break;
      }
    }
    await show();
    catchUp(sent).catch(() => {});
  };
  /* One page at a time sends; the others see the result. */
  const flush = (again = false) => (navigator.locks ? navigator.locks.request("wasl-outbox", () => flushAll(again)) : flushAll(again));

  /* What was left out, said without the server. */
  const complete = (form) => {
    for (const old of form.querySelectorAll("[data-left-out]")) old.remove();
    const left = [...form.querySelectorAll("[data-unanswered]")].filter((question) => {
      const fields = [...question.querySelectorAll("input[name], select[name]")];
      const isGiven = (name) => fields.some((field) => field.name === name && (field.matches("select") ? field.value : field.checked));
      const given = [...new Set(fields.map((field) => field.name))].map(isGiven);
      return !("wantsAll" in question.dataset ? given.every(Boolean) : given.some(Boolean));
    });
    for (const question of form.querySelectorAll("[data-unanswered]")) question.classList.toggle("field--wrong", left.includes(question));
    for (const [number, question] of left.entries()) {
      const error = document.createElement("p");
      error.className = "field__error";
      error.id = `left-out-${number}`;
      error.dataset.leftOut = "";
      error.textContent = question.dataset.unanswered;
      question.querySelector("legend").after(error);
      question.setAttribute("aria-describedby", error.id);
    }
    left[0]?.querySelector("input, select").focus();
    return left.length === 0;
  };
  const free = (form) => {
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  };

  const settle = async (form, entry) => {
    const state = await send(entry, true);
    if (state === "sent") return location.assign(entry.next);
    if (state === "waiting" && !complete(form)) {
      await remove(entry);
      free(form);
      return show();
    }
    if (state === "refused" || state === "asks") {
      await remove(entry);
      form.action = entry.url; // of the button that was pressed
      return form.submit(); // the server shows what is wrong, with the answers as they are
    }
    if ("outboxStays" in form.dataset) {
      free(form);
      return show(); // a roll goes on: what is kept is shown in its place (attendance.js)
    }
    const note = document.createElement("p");
    note.className = "message";
    note.setAttribute("role", "status");
    note.tabIndex = -1;
    note.textContent = text.kept;
    form.replaceWith(note);
    note.focus();
    return show();
  };
  for (const form of document.querySelectorAll("form[data-outbox]")) {
    form.addEventListener("submit", async (event) => {
      if (!owner) return;
      event.preventDefault();
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
      const data = new FormData(form, event.submitter);
      const id = data.get("asked") || data.get("sheet") || data.get("run") || data.get("uuid") || form.action + (data.get("block") || ""); // a saved page answered again: the last answers stand
      const entry = { id, owner, url: event.submitter?.getAttribute("formaction") ? event.submitter.formAction : form.action, body: new URLSearchParams(data).toString(), label: form.dataset.outbox, page: location.pathname + location.search, at: Date.now() };
      try {
        await put(entry);
      } catch {
        return form.submit(); // no room on the phone: the ordinary way
      }
      if (form.dataset.kept && !event.submitter?.hasAttribute("formaction")) {
        form.dataset.sent = ""; // the answers wait here now (exercise.js)
        localStorage.removeItem(`answers:${form.dataset.kept}`);
      }
      await settle(form, entry);
    });
  }
  /* Signing out empties the phone: who has something unsent is asked first. */
  for (const form of document.querySelectorAll("form[action$='/sign-out/']")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if ((await own()).length && !window.confirm(text.leaving)) return;
      for (const name of (await window.caches?.keys()) || []) if (name.startsWith("course-")) await caches.delete(name);
      for (const entry of await own()) await remove(entry); // another person's wait for that person
      for (const key of Object.keys(localStorage)) if (/^(place|answers|mark):/.test(key)) localStorage.removeItem(key);
      form.submit();
    });
  }
  /* For scripts that send by themselves: kept first, then sent; what the server said of it. */
  const keep = async (form, id, label) => {
    const data = new FormData(form);
    const entry = { id, owner, url: form.action, body: new URLSearchParams(data).toString(), label, at: Date.now() };
    await put(entry);
    const result = await send(entry);
    if (result === "refused") await remove(entry); // it is said at once
    await show();
    return { result, said: entry.said || entry.reason };
  };
  window.outbox = { own, keep, remove: async (entry) => { await remove(entry); await show(); } };
  box.querySelector("[data-outbox-send]").addEventListener("click", () => flush(true));
  window.addEventListener("online", () => flush());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  flush().catch(() => {});
})();
