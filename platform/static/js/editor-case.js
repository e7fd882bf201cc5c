/* The graph of a case one edits: a box opens its scene; an arrow is drawn from the foot of a box with a mouse, a finger or the
   keyboard; the same as a list; played from any scene; saved by itself, with what is still wrong. */
(() => {
  const form = document.querySelector("[data-case]");
  if (!form) return;
  const words = form.dataset;
  const scenes = form.querySelector("[data-scenes]");
  const graph = form.querySelector("[data-graph]");
  const status = form.querySelector("[data-status]");
  const uuid = () => crypto.randomUUID?.() || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const all = () => [...scenes.querySelectorAll("[data-scene]")];
  const find = (key) => scenes.querySelector(`[data-scene="${key}"]`);
  const field = (place, name) => place.querySelector(`[name$="-${name}"]`);
  const said = (place, name) => {
    const kind = place.dataset.scene ? `scene-${place.dataset.scene}` : `option-${place.dataset.option}`;
    const texts = [words.shows, "fr", "ar", "en"].map((code) => [code, form.elements[`${kind}-${name}-${code}`]?.value.trim()]);
    return texts.find(([, text]) => text) || [words.shows, ""];
  };
  const named = (scene) => `${field(scene, "number").value} · ${said(scene, "heading")[1] || words.sceneWord}`;
  let open = null;

  /* What depends on what */
  const refresh = () => {
    const list = all();
    for (const scene of list) {
      const ends = Boolean(scene.querySelector("[data-outcome]").value);
      scene.querySelector("[data-of-ending]").hidden = !ends;
      scene.querySelector("[data-of-decisions]").hidden = ends && !scene.querySelector("[data-option]");
      scene.querySelector("[data-shown-number]").textContent = named(scene);
    }
    for (const select of scenes.querySelectorAll("[data-leads]")) {
      const value = select.options.length ? select.value : select.dataset.value;
      const option = (text, key) => new Option(text, key, false, key === value);
      const choices = list.map((scene) => option(named(scene), scene.dataset.scene));
      if (value && !choices.some((one) => one.value === value)) choices.unshift(option(`${value} ?`, value));
      if (!value) choices.unshift(option(words.nowhere, ""));
      select.replaceChildren(...choices, new Option(`+ ${words.newScene}`, "new"));
    }
    for (const scene of list) scene.classList.toggle("cg-scene--open", scene.dataset.scene === open);
    for (const box of graph.querySelectorAll("[data-box]")) box.classList.toggle("cg-box--open", box.dataset.box === open);
  };
  const center = () => { // the open box, where the drawing is wider than the screen
    const [scroll, box] = [graph.querySelector(".cg-scroll"), graph.querySelector(".cg-box--open")];
    if (!box) return;
    const [outer, inner] = [scroll.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right) scroll.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  };
  const show = (key, focus = true) => {
    open = key;
    refresh();
    center();
    const scene = find(key);
    if (focus) scene?.querySelector(`.cg-text[data-language="${words.shows}"] :is(input, textarea)`)?.focus();
  };
  const grown = (template, changes) => {
    let html = form.parentElement.querySelector(template).innerHTML;
    for (const [from, to] of changes) html = html.replaceAll(from, to);
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };
  const addScene = () => {
    const made = grown("[data-blank-scene]", [["new-scene", uuid()]]);
    field(made, "number").value = Math.max(0, ...all().map((scene) => Number(field(scene, "number").value) || 0)) + 1;
    scenes.append(made);
    return made.dataset.scene;
  };
  const addOption = (scene, leadsTo = "") => {
    const made = grown("[data-blank-option]", [["new-scene", scene.dataset.scene], ["new-option", uuid()]]);
    made.querySelector("[data-leads]").dataset.value = leadsTo;
    scene.querySelector("[data-options]").append(made);
    refresh();
    made.querySelector(`.cg-text[data-language="${words.shows}"] :is(input, textarea)`).focus();
  };

  /* Drawing an arrow */
  let from = null;
  const drawn = () => graph.querySelector("[data-drawn]");
  const stopDrawing = () => {
    from = null;
    drawn()?.setAttribute("d", "");
    for (const box of graph.querySelectorAll(".cg-box--target")) box.classList.remove("cg-box--target");
  };
  const lead = (key) => {
    const scene = find(from);
    stopDrawing();
    if (!scene) return;
    const target = key || addScene();
    show(scene.dataset.scene, false);
    addOption(scene, target);
  };
  const at = (event) => {
    const svg = graph.querySelector("[data-drawing]");
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  const boxAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-box]");
  graph.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-from]");
    if (!handle || event.button) return;
    event.preventDefault();
    from = handle.dataset.from;
    handle.setPointerCapture(event.pointerId);
    handle.dataset.dragging = "";
  });
  /* Inside of a drawing, CSS (touch-action) does not keep the browser from taking a finger for scrolling. */
  graph.addEventListener("touchstart", (event) => event.target.closest("[data-from]") && event.preventDefault(), { passive: false });
  graph.addEventListener("pointermove", (event) => {
    const handle = graph.querySelector("[data-dragging]");
    if (!handle) return;
    const [x, y] = at(event);
    drawn().setAttribute("d", `M${handle.getAttribute("cx")} ${handle.getAttribute("cy")} L${x} ${y}`);
    const over = boxAt(event);
    for (const box of graph.querySelectorAll("[data-box]")) box.classList.toggle("cg-box--target", box === over && box.dataset.box !== from);
  });
  graph.addEventListener("pointerup", (event) => {
    const handle = graph.querySelector("[data-dragging]");
    if (!handle) return;
    delete handle.dataset.dragging;
    const over = boxAt(event);
    if (over?.dataset.box === from) return; // a mere click: the next box it is, as with the keyboard
    const inside = over || event.target.closest("[data-graph]") === graph;
    if (inside) lead(over?.dataset.box);
    else stopDrawing();
  });
  graph.addEventListener("pointercancel", stopDrawing);
  const startByKey = (key) => {
    from = key;
    status.textContent = words.drawingFrom;
    graph.querySelector(`[data-open="${key}"]`).focus();
  };
  const neighbour = (now, step) => {
    const boxes = [...graph.querySelectorAll("[data-box] [data-open]")];
    return boxes[(boxes.indexOf(now) + step + boxes.length) % boxes.length];
  };
  graph.addEventListener("keydown", (event) => {
    const opens = event.target.closest("[data-open]");
    const starts = event.target.closest("[data-from]");
    if (event.key === "Escape" && from) stopDrawing();
    else if (["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"].includes(event.key) && opens) {
      neighbour(opens, event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1)?.focus();
    } else if (["Enter", " "].includes(event.key) && starts) startByKey(starts.dataset.from);
    else if (["Enter", " "].includes(event.key) && opens && opens.tagName !== "BUTTON") choose(opens.dataset.open);
    else return;
    event.preventDefault();
  });
  const choose = (key) => (from && from !== key ? lead(key) : (stopDrawing(), show(key)));

  /* Playing */
  const player = form.querySelector("[data-player]");
  const played = form.querySelector("[data-played]");
  const line = (tag, [language, text], cls = "") => Object.assign(document.createElement(tag), { textContent: text, lang: language, dir: language === "ar" ? "rtl" : "ltr", className: cls });
  const play = (scene, told = null) => {
    player.hidden = false;
    const parts = told?.[1] ? [line("p", told, "cg-told")] : [];
    if (!scene) parts.push(line("p", [words.shows, words.ended]));
    else {
      parts.push(line("h2", [said(scene, "heading")[0], named(scene)]), line("p", said(scene, "text")));
      if (scene.querySelector("[data-outcome]").value) parts.push(line("p", said(scene, "rule"), "cg-told"), line("p", [words.shows, words.ended]));
      else for (const option of scene.querySelectorAll("[data-option]")) {
        const button = line("button", said(option, "text"));
        button.type = "button";
        if (!button.textContent) button.textContent = "…";
        button.addEventListener("click", () => play(find(option.querySelector("[data-leads]").value), said(option, "feedback")));
        parts.push(button);
      }
    }
    played.replaceChildren(...parts);
    played.focus();
  };
  const first = () => all().sort((one, other) => field(one, "number").value - field(other, "number").value)[0];

  /* Clicks and choices */
  const view = (name) => {
    words.viewing = name;
    for (const button of form.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", button.dataset.view === name);
  };
  form.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-open]");
    if (opens) return choose(opens.dataset.open);
    const button = event.target.closest("button");
    if (!button) return;
    const set = button.dataset;
    const scene = button.closest("[data-scene]");
    if (set.view) view(set.view);
    else if (set.show) {
      words.shows = set.show;
      for (const one of form.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", one === button);
      refresh();
    } else if ("addScene" in set) show(addScene());
    else if ("addOption" in set) addOption(scene);
    else if ("dropOption" in set) button.closest("[data-option]").remove();
    else if ("dropScene" in set) {
      scene.remove();
      show(first()?.dataset.scene);
    } else if ("play" in set) play(scene);
    else if ("playAll" in set) play(first());
    else if ("stop" in set) player.hidden = true;
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-leads]") && event.target.value === "new") {
      const select = event.target;
      const key = addScene();
      select.replaceChildren(new Option("", key, true, true));
    }
    refresh();
  });

  /* Saving */
  const read = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "loaded")).toString();
  let saved = read();
  let last = saved;
  let busy = false;
  let stopped = false;
  const say = (text, lost = false) => {
    status.textContent = text;
    status.classList.toggle("wr-status--lost", lost);
  };
  const save = async (now) => {
    say(words.saving);
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      const isOut = answer.redirected || answer.status === 403;
      if (isOut || !answer.headers.get("Content-Type")?.includes("json")) return say(isOut ? words.out : words.lost, true);
      const told = await answer.json();
      if (!answer.ok) {
        stopped = Boolean(told.stops);
        return say(told.why, true);
      }
      saved = now;
      form.elements.loaded.value = told.loaded;
      const focused = graph.contains(document.activeElement) && document.activeElement.dataset.open;
      const scrolled = graph.querySelector(".cg-scroll")?.scrollTop || 0;
      if (!graph.querySelector("[data-dragging]")) {
        graph.innerHTML = told.drawing;
        if (graph.querySelector(".cg-scroll")) graph.querySelector(".cg-scroll").scrollTop = scrolled;
        refresh();
        center();
        if (focused) graph.querySelector(`[data-open="${focused}"]`)?.focus();
      }
      say(`${told.said} · ${words.device}`);
      document.dispatchEvent(new CustomEvent("w-autosave:success"));
    } catch {
      say(words.lost, true);
    }
  };
  view("drawing");
  show(first()?.dataset.scene ?? null, false);
  saved = last = read();
  setInterval(() => {
    const now = read();
    if (now !== saved && now === last && !busy && !stopped) {
      busy = true;
      save(now).finally(() => { busy = false; });
    }
    last = now;
  }, 1200);
})();
