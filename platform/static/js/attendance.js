/* The roll: minutes tick their person, a counter shows how many are ticked, and the button that marks everyone without
   a script makes room for “mark all” (forms.js). Everything works without this file. */
(() => {
  const form = document.querySelector("[data-roll]");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="present"]')];
  const counter = form.querySelector("[data-ticked]");
  const count = () => {
    if (counter) counter.querySelector("output").textContent = boxes.filter((box) => box.checked).length;
  };

  form.addEventListener("input", (event) => {
    const box = event.target.closest("li")?.querySelector('input[name="present"]');
    if (box && event.target.type === "number" && event.target.value) {
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  /* Who is kept on this phone shows as such: the next save is another sheet. */
  document.addEventListener("outbox", ({ detail: entries }) => {
    const here = entries.filter((entry) => new URL(entry.url).pathname === new URL(form.action).pathname);
    const kept = new Map(here.flatMap((entry) => new URLSearchParams(entry.body).getAll("present").map((uuid) => [uuid, entry.refused])));
    for (const box of boxes) {
      const line = box.closest("li");
      line.querySelector("[data-kept-here]")?.remove();
      if (!kept.has(box.value)) continue;
      box.checked = false;
      box.disabled = true;
      const note = document.createElement("span");
      note.className = "meta";
      note.dataset.keptHere = "";
      note.textContent = kept.get(box.value) || form.dataset.kept;
      box.closest("label").append(note);
    }
    if (here.length && self.crypto?.randomUUID) form.elements.sheet.value = crypto.randomUUID();
    count();
  });
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
  counter?.removeAttribute("hidden");
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
})();
