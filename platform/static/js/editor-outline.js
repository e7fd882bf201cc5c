/* The outline: a lesson is moved by dragging its handle, with a mouse or a finger, or by the arrow keys on it. */
(() => {
  const outline = document.querySelector("[data-outline]");
  if (!outline) return;
  const told = outline.querySelector("[data-told]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const lists = () => [...outline.querySelectorAll("[data-module]")];
  let dragged = null;
  let came = null; // [list, next]: where it is put back

  const keep = async (entry) => {
    const list = entry.closest("[data-module]");
    const body = new URLSearchParams({ module: list.dataset.module, before: entry.nextElementSibling?.dataset.entry || "", csrfmiddlewaretoken: token });
    const was = came;
    try {
      const answer = await fetch(entry.dataset.place, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.why || "");
      told.textContent = said.said;
    } catch (error) {
      was?.[0].insertBefore(entry, was[1]);
      told.textContent = error.message;
      told.classList.toggle("w-sr-only", !error.message);
    }
  };
  const step = (entry, down) => {
    const list = entry.parentElement;
    const other = down ? entry.nextElementSibling : entry.previousElementSibling;
    if (other) other[down ? "after" : "before"](entry);
    else {
      const next = lists()[lists().indexOf(list) + (down ? 1 : -1)];
      if (!next) return false;
      next[down ? "prepend" : "append"](entry);
    }
    return true;
  };
  outline.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const entry = handle.closest("[data-entry]");
    came = [entry.parentElement, entry.nextElementSibling];
    if (step(entry, event.key === "ArrowDown")) keep(entry);
    handle.focus();
  });
  const over = (x, y) => {
    const at = document.elementFromPoint(x, y);
    const entry = at?.closest("[data-entry]");
    const list = at?.closest("[data-module]");
    if (!list || !outline.contains(list) || entry === dragged) return;
    if (!entry) return void (list.lastElementChild === dragged || list.append(dragged));
    const box = entry.getBoundingClientRect();
    entry[y < box.top + box.height / 2 ? "before" : "after"](dragged);
  };
  const lift = (entry) => {
    dragged = entry;
    came = [entry.parentElement, entry.nextElementSibling];
    entry.classList.add("wr-entry--lifted");
  };
  const drop = () => {
    if (!dragged) return;
    const entry = dragged;
    dragged = null;
    entry.classList.remove("wr-entry--lifted");
    if (came[0] !== entry.parentElement || came[1] !== entry.nextElementSibling) keep(entry);
  };
  outline.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    lift(handle.closest("[data-entry]"));
  });
  outline.addEventListener("pointermove", (event) => dragged && over(event.clientX, event.clientY));
  for (const end of ["pointerup", "pointercancel"]) outline.addEventListener(end, drop);
})();
