/* Joining in three short parts, one at a time (templates/people/join_code.html). Nothing is sent before the last; without
   this file they stand below one another. */
(() => {
  const form = document.querySelector("form[data-parts]");
  if (!form) return;
  const parts = [...form.querySelectorAll("[data-part]")];
  const on = form.querySelector("[data-on]");
  const before = form.querySelector("[data-before]");
  let at = Math.max(0, parts.findIndex((part) => part.querySelector(".field--wrong")));

  const show = (number, focus = true) => {
    at = number;
    for (const [here, part] of parts.entries()) part.hidden = here !== at;
    before.hidden = at === 0;
    on.textContent = at === parts.length - 1 ? on.dataset.last : on.dataset.on;
    if (!focus) return;
    window.scrollTo({ top: form.offsetTop - 80 });
    parts[at].querySelector("h2").focus({ preventScroll: true });
  };
  /* What this part still needs, said beside it and to whoever hears the page. */
  const isComplete = (part) => {
    part.querySelector("[data-left-out]")?.remove();
    const wrong = [...part.querySelectorAll("input[required]")].find((field) => !field.checkValidity());
    if (!wrong) return true;
    const error = document.createElement("p");
    error.className = "field__error";
    error.dataset.leftOut = "";
    error.setAttribute("role", "alert");
    error.textContent = part.dataset.missing;
    wrong.closest(".field").before(error);
    wrong.focus();
    return false;
  };
  form.addEventListener("submit", (event) => {
    if (at === parts.length - 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isComplete(parts[at])) show(at + 1);
  }, true);
  before.addEventListener("click", () => show(at - 1));
  /* A line of the list of errors leads to its field, in whichever part it is. */
  form.addEventListener("click", (event) => {
    const field = event.target.closest(".message--wrong a") && document.getElementById(event.target.closest("a").hash.slice(1));
    if (field) show(parts.indexOf(field.closest("[data-part]")), false);
  });
  show(at, false);
})();
