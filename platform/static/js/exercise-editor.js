/* The editor of exercises: of all the panels, only those the kind chosen needs. A panel says so by its classes,
   `only-for-<kind>` (any of them) and `not-for-<kind>`; a kind is the exercise's or that of the question around it.
   Without JavaScript all are shown. */
(() => {
  const MARKED = "[class*='only-for-'], [class*='not-for-']";
  const chosenIn = (root, marker) => root?.querySelector(`.${marker} select`)?.value;

  const questionAround = (panel) => {
    let row = panel.parentElement.closest("[data-inline-panel-child]");
    for (; row; row = row.parentElement.closest("[data-inline-panel-child]")) {
      const kind = chosenIn(row, "question-kind");
      if (kind) return kind;
    }
    return undefined;
  };

  const named = (panel, prefix) => [...panel.classList].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));

  const show = (panel, exercise) => {
    const kinds = [exercise, questionAround(panel)];
    const only = named(panel, "only-for-");
    const wanted = only.length === 0 || only.some((kind) => kinds.includes(kind));
    panel.hidden = !wanted || named(panel, "not-for-").some((kind) => kinds.includes(kind));
  };

  /* A tab whose every panel is hidden is hidden too. */
  const showTabs = () => {
    for (const content of document.querySelectorAll("[role='tabpanel']")) {
      const panels = [...content.querySelectorAll(".w-panel")].filter((panel) => panel.parentElement.closest(".w-panel, [role='tabpanel']") === content);
      const tab = document.querySelector(`[role='tab'][href='#${content.id}']`);
      if (tab) tab.hidden = panels.length > 0 && panels.every((panel) => panel.hidden);
    }
  };

  const refresh = () => {
    const exercise = chosenIn(document, "exercise-kind");
    document.querySelectorAll(MARKED).forEach((panel) => show(panel, exercise));
    showTabs();
  };

  const start = () => {
    if (!document.querySelector(".exercise-kind")) return;
    refresh();
    document.addEventListener("change", (event) => {
      if (event.target.closest(".exercise-kind, .question-kind")) refresh();
    });
    const form = document.querySelector(".exercise-kind").closest("form");
    new MutationObserver((changes) => {
      if (changes.some((change) => [...change.addedNodes].some((node) => node.querySelector?.(MARKED)))) refresh();
    }).observe(form, { childList: true, subtree: true });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
