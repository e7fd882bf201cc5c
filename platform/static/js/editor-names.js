/* In the editor's forms: what is typed into has a name for those who hear it, that of the block or panel around it; a page
   has one heading of the first rank. Wagtail leaves both out of blocks of one field and of forms of snippets. */
(() => {
  const labelled = (field) => field.getAttribute("aria-label") || field.getAttribute("aria-labelledby") || (field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`)) || field.closest("label");
  const around = (field) => (field.closest("section.w-panel")?.querySelector(".c-sf-block__type") || field.closest("section.w-panel")?.querySelector("[data-panel-heading-text]"))?.textContent.trim();
  const name = () => {
    for (const field of document.querySelectorAll("main form :is([contenteditable=true], textarea, input:not([type=hidden]), select)")) {
      if (!labelled(field)) {
        const text = around(field);
        if (text) field.setAttribute("aria-label", text);
      }
    }
  };
  const start = () => {
    const main = document.querySelector("main");
    if (!main) return;
    if (!document.querySelector("h1")) main.prepend(Object.assign(document.createElement("h1"), { className: "w-sr-only", textContent: document.title.replace(/^[^-]+ - /, "") }));
    if (!main.querySelector("[data-edit-form]")) return;
    let waiting = 0;
    new MutationObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(name, 200);
    }).observe(main, { childList: true, subtree: true });
    name();
    /* The tabs hide what has the focus until they are drawn. */
    setTimeout(() => {
      if (document.activeElement === document.body && !location.hash) main.querySelector("[data-edit-form] [autofocus]")?.focus({ preventScroll: true });
    }, 400);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
