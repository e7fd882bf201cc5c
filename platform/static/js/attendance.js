/* Whoever walks in, one after the other: what is kept on this phone is named, and the form is empty for the next. */
(() => {
  const form = document.querySelector("[data-walk-in]");
  if (!form) return;
  const said = document.querySelector("[data-walk-in-kept]");
  const renew = () => {
    if (self.crypto?.randomUUID) form.elements.uuid.value = crypto.randomUUID();
  };
  document.addEventListener("outbox", ({ detail: entries }) => {
    const slot = form.elements.slot.value;
    const session = form.dataset.knownTake.split("/people/")[0];
    const path = (entry) => new URL(entry.url).pathname;
    const here = entries.map((entry) => ({ ...entry, data: new URLSearchParams(entry.body) })).filter((entry) =>
      path(entry) === new URL(form.action).pathname || (path(entry).startsWith(`${session}/people/`) && entry.data.get("slot") === slot));
    said.replaceChildren(...here.map((entry) => {
      const line = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = entry.data.get("full_name");
      line.append(name, " · ", entry.refused || form.dataset.kept);
      return line;
    }));
    if (here.some((entry) => entry.data.get("uuid") === form.elements.uuid.value)) form.reset();
    renew();
  });
  renew();
})();
/* The roll: minutes tick their person, a counter shows how many are ticked, and the button that marks everyone without
   a script makes room for “mark all” (forms.js). Everything works without this file. */
(() => {
  const form = document.querySelector("[data-roll]");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="present"]')];
  const counter = document.querySelector("[data-ticked]");
  const count = () => {
    if (counter) counter.querySelector("output").textContent = boxes.filter((box) => box.checked).length;
  };
  /* A page kept on this phone is opened many times: each time it is another sheet. */
  const renew = () => {
    if (self.crypto?.randomUUID) form.elements.sheet.value = crypto.randomUUID();
  };

  form.addEventListener("input", (event) => {
    const box = event.target.closest("li")?.querySelector('input[name="present"]');
    if (box && event.target.type === "number" && event.target.value) {
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  /* Who is kept on this phone shows as such: the next save is another sheet. What the server did not take may be marked
     anew, its reason beside it. */
  document.addEventListener("outbox", ({ detail: entries }) => {
    const here = entries.filter((entry) => new URL(entry.url).pathname === new URL(form.action).pathname);
    const kept = new Map(here.flatMap((entry) => new URLSearchParams(entry.body).getAll("present").map((uuid) => [uuid, entry.refused || ""])));
    for (const entry of entries) { // walked in, and known: taken by one tap
      const known = new URL(entry.url).pathname.match(/^(.+)\/people\/([0-9a-f-]{36})\/register\/$/);
      const isHere = known && form.action.endsWith(`${known[1]}/${new URLSearchParams(entry.body).get("slot")}/attendance/`);
      if (isHere) kept.set(known[2], entry.refused || "");
    }
    for (const box of boxes) {
      const line = box.closest("li");
      let note = line.querySelector("[data-kept-here]");
      if (!note && !kept.has(box.value)) continue;
      if (!note) {
        note = document.createElement("span");
        note.className = "meta";
        note.dataset.keptHere = "";
        box.closest("label").append(note);
      }
      box.disabled = !kept.get(box.value);
      if (box.disabled) box.checked = false;
      for (const minutes of line.querySelectorAll('input[type="number"]')) minutes.disabled = box.disabled; // they went with the sheet
      note.textContent = kept.has(box.value) ? kept.get(box.value) || form.dataset.kept : form.dataset.sent;
    }
    if (here.length) renew();
    count();
  });
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  renew();
  count();
  counter?.removeAttribute("hidden");
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
})();
