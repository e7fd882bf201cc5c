/* Plays a case whose scenes are all on the page (templates/courses/case.html): what a saved course holds, for flight mode.
   The address holds the run and the decisions by their places, as it does with a network, so that either goes on there. */
(() => {
  const table = document.querySelector("[data-case]");
  if (!table) return;
  const ending = table.querySelector("[data-ending]");
  const said = table.querySelector("[data-said]");
  const before = table.querySelector("[data-before]");
  const clock = document.querySelector("[data-clock]");
  const sceneOf = (number) => table.querySelector(`[data-scene="${number}"]`);
  const asked = new URLSearchParams(location.search);
  const uuid = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  let run = asked.get("run") || uuid();
  let path = (asked.get("path") || "").split(".").filter(Boolean);

  /* The scene a path leads to and the decisions on the way; undefined where it leads nowhere. */
  const follow = () => {
    let scene = sceneOf(table.dataset.case);
    const taken = [];
    for (const place of path) {
      const decision = scene?.querySelector(`input[value="${place}"]`);
      taken.push(decision);
      scene = decision && sceneOf(decision.dataset.to);
    }
    return scene && { scene, taken };
  };
  /* What was said in the scene that a decision leaves, and the decision. */
  const saidWith = (decision) => [decision.closest("[data-scene]").querySelector(".bubbles").cloneNode(true), decision.closest(".choice").nextElementSibling.content.cloneNode(true)];
  /* As courses.simulations.graph scores a path: sums, never below 0; once somebody is endangered, safety stays at 0. */
  const score = (taken) => {
    for (const gauge of document.querySelectorAll("[data-gauge]")) {
      const name = gauge.dataset.gauge;
      const sum = taken.reduce((points, decision) => points + Number(decision.dataset[name]), 0);
      const points = name === "safety" && taken.some((decision) => "endangers" in decision.dataset) ? 0 : Math.max(0, sum);
      gauge.textContent = gauge.dataset.words.replace("{score}", points);
      gauge.previousElementSibling.value = points;
    }
  };
  const show = (focus) => {
    let found = follow();
    if (!found) {
      path = [];
      found = follow();
    }
    const { scene, taken } = found;
    const last = taken.at(-1);
    for (const other of table.querySelectorAll("[data-scene]")) other.hidden = other !== scene;
    said.replaceChildren(...(last ? saidWith(last) : []));
    said.hidden = !last;
    before.lastElementChild.replaceChildren(...taken.slice(0, -1).flatMap(saidWith));
    before.hidden = taken.length < 2;
    before.open = false;
    document.querySelector("[data-caller]").classList.toggle("h3", Boolean(last));
    score(taken);
    const number = scene.querySelector("[data-number]");
    if (number) number.textContent = path.length + 1;
    clock.textContent = clock.dataset.clock.split(" ")[path.length];
    const back = scene.querySelector("[data-back]");
    if (back) back.hidden = path.length === 0;
    ending.hidden = Boolean(scene.querySelector("form"));
    ending.elements.run.value = run;
    ending.elements.path.value = taken.map((decision) => decision.dataset.key).join(".");
    document.querySelector("[data-intro]")?.toggleAttribute("hidden", path.length > 0);
    scene.querySelector("form")?.reset();
    if (focus) (said.querySelector(".bubble-mine") || document.querySelector("[data-caller]")).focus();
  };
  const go = (places) => {
    path = places;
    history.pushState(null, "", `?${new URLSearchParams({ run, path: path.join(".") })}`);
    show(true);
  };

  for (const form of table.querySelectorAll("[data-scene] form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      form.querySelector(".field__error").hidden = Boolean(chosen);
      if (chosen) go([...path, chosen.value]);
    });
    form.querySelector("[data-back]").addEventListener("click", () => go(path.slice(0, -1)));
  }
  table.querySelector("[data-again]").addEventListener("click", () => {
    run = uuid();
    go([]);
  });
  window.addEventListener("popstate", () => {
    const now = new URLSearchParams(location.search);
    run = now.get("run") || run;
    path = (now.get("path") || "").split(".").filter(Boolean);
    show(false);
  });
  show(false);
})();
/* A scene that came with a network, when there is none any more: the saved case goes on where it stands. */
(() => {
  const scene = document.querySelector("form[data-scene-place]");
  scene?.addEventListener("submit", (event) => {
    const chosen = scene.querySelector("input:checked");
    if (navigator.onLine || !chosen) return;
    event.preventDefault();
    const here = new URL(scene.action);
    const path = [here.searchParams.get("path"), chosen.dataset.place].filter(Boolean).join(".");
    here.searchParams.set("path", path);
    location.assign(here);
  });
})();
