/* What is answered and not sent yet is kept on this phone, for one person and one try: a page that is reloaded, or closed
   by mistake, has it again. It goes once it is sent (outbox.js), with the next try, and at sign-out. */
(() => {
  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  const key = `answers:${form.dataset.kept}`;
  const note = document.querySelector("[data-kept-note]");
  const steps = [...form.querySelectorAll("[data-step]")];
  const fields = [...form.querySelectorAll("[data-step] :is(input, select)[name]:not([type=hidden])")];
  const say = (name) => {
    note.textContent = note.dataset[name];
    note.hidden = false;
  };
  const given = () => fields.filter((field) => (field.matches("select") ? field.value : field.checked)).map((field) => [field.name, field.value]);
  const read = () => {
    try {
      const [exercise] = key.split(" ");
      for (const old of Object.keys(localStorage)) if (old.startsWith(`${exercise} `) && old !== key) localStorage.removeItem(old);
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return undefined; // no storage on this phone, or nothing that can be read
    }
  };
  const restore = (kept) => {
    for (const [name, value] of kept.given) {
      const field = fields.find((one) => one.name === name && (one.matches("select") ? [...one.options].some((option) => option.value === value) : one.value === value));
      if (field?.matches("select")) field.value = value;
      else if (field) field.checked = true;
    }
    for (const [number, step] of steps.entries()) {
      step.hidden = number !== Math.min(kept.at, steps.length - 1);
      step.toggleAttribute("data-again", kept.checked.includes(number));
    }
    say("restored");
  };
  const kept = read();
  const later = document.querySelector("[data-later]");
  later?.addEventListener("click", () => keep()); // what was answered is here again next time
  if (later && kept !== undefined) later.hidden = false;
  if (kept?.given.length && !given().length) restore(kept);
  const keep = () => {
    const at = Math.max(0, steps.findIndex((step) => !step.hidden));
    const checked = [...steps.keys()].filter((number) => "checked" in steps[number].dataset);
    try {
      localStorage.setItem(key, JSON.stringify({ given: given(), at, checked }));
    } catch {
      say("full");
    }
  };
  for (const kind of ["change", "click"]) form.addEventListener(kind, () => setTimeout(() => form.isConnected && !form.hasAttribute("data-sent") && keep()));
  window.addEventListener("storage", (event) => event.key === key && say(event.newValue ? "elsewhere" : "sent"));
})();

/* Things to put in order are moved up and down, things to match are paired by two taps: the selects stay underneath and
   hold the answer (templates/courses/questions/places.html). Without this file they are selects. */
(() => {
  const button = (text, act, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const textOf = (row) => row.querySelector("label").textContent.trim();
  const said = (list) => {
    const made = document.createElement("p");
    made.className = "visually-hidden";
    made.setAttribute("role", "status");
    list.append(made);
    return made;
  };

  const order = (list) => {
    const words = list.dataset;
    const status = said(list);
    const rows = [...list.querySelectorAll(".choice--place")];
    const selectOf = (row) => row.querySelector("select");
    if (rows.some((row) => selectOf(row).value)) {
      rows.sort((one, other) => (selectOf(one).value || 99) - (selectOf(other).value || 99));
      for (const row of rows) {
        row.toggleAttribute("data-out", !selectOf(row).value);
        list.append(row);
      }
    }
    const number = (moved) => {
      const now = [...list.querySelectorAll(".choice--place")];
      const kept = now.filter((row) => !row.hasAttribute("data-out"));
      for (const row of now) {
        const place = kept.indexOf(row) + 1;
        selectOf(row).value = place || "";
        row.querySelector("[data-place]").textContent = place || "–";
        const [up, down, out] = row.querySelectorAll(".moves button");
        up.disabled = place < 2;
        down.disabled = !place || place === kept.length;
        out.textContent = place ? words.out : words.in;
        if (row === moved) status.textContent = `${textOf(row)}. ${place ? words.at.replace("{place}", place).replace("{total}", kept.length) : words.out}`;
      }
    };
    const neighbour = (row, way) => {
      let next = row[way];
      while (next && !(next.matches(".choice--place") && !next.hasAttribute("data-out"))) next = next[way];
      return next;
    };
    for (const row of rows) {
      const place = document.createElement("span");
      place.dataset.place = "";
      place.className = "place";
      const moves = document.createElement("span");
      moves.className = "moves";
      const text = textOf(row);
      const up = button("↑", () => { neighbour(row, "previousElementSibling")?.before(row); number(row); (up.disabled ? down : up).focus(); }, `${words.up}: ${text}`);
      const down = button("↓", () => { neighbour(row, "nextElementSibling")?.after(row); number(row); (down.disabled ? up : down).focus(); }, `${words.down}: ${text}`);
      const out = button(words.out, () => { row.toggleAttribute("data-out"); number(row); });
      moves.append(up, down, out);
      selectOf(row).hidden = true;
      row.prepend(place);
      row.querySelector("label").after(moves);
    }
    number();
  };

  const pair = (list) => {
    const words = list.dataset;
    const panel = document.createElement("div");
    panel.className = "pairs stack stack--tight";
    const close = () => {
      panel.remove();
      for (const opened of list.querySelectorAll("[aria-expanded=true]")) opened.setAttribute("aria-expanded", "false");
    };
    for (const row of list.querySelectorAll(".choice--place")) {
      const select = row.querySelector("select");
      const open = button("", () => {
        const isOpen = open.getAttribute("aria-expanded") === "true";
        close();
        if (isOpen) return;
        const pick = document.createElement("p");
        pick.className = "small";
        pick.textContent = words.pick;
        panel.replaceChildren(pick, ...[...select.options].slice(1).map((option) => {
          const made = button(option.text, () => {
            select.value = option.value;
            close();
            show();
            const next = [...list.querySelectorAll(".choice--place")].find((other) => !other.querySelector("select").value);
            (next || row).querySelector("button").focus();
          });
          made.lang = option.lang;
          made.dir = option.dir;
          return made;
        }));
        row.append(panel);
        open.setAttribute("aria-expanded", "true");
        panel.querySelector("button").focus();
      });
      const show = () => {
        const chosen = select.selectedOptions[0];
        open.textContent = select.value ? `${words.pair} ${chosen.text}` : words.none;
        open.setAttribute("aria-label", `${textOf(row)} – ${open.textContent}`);
        open.classList.toggle("is-paired", Boolean(select.value));
      };
      open.setAttribute("aria-expanded", "false");
      select.hidden = true;
      row.querySelector("label").after(open);
      show();
    }
  };
  for (const list of document.querySelectorAll("[data-kind=ordering] [data-places]")) order(list);
  for (const list of document.querySelectorAll("[data-kind=matching] [data-places]")) pair(list);
  for (const note of document.querySelectorAll("[data-plain-only]")) note.hidden = true;
})();

/* A checklist is a deck: one sign at a time, in the facts or not; then all of them, to look over before they are checked. */
(() => {
  const form = document.querySelector("form[data-steps]");
  for (const deck of form?.querySelectorAll("[data-deck]") || []) {
    const words = deck.dataset;
    const cards = [...deck.querySelectorAll("[data-card]")];
    const signs = cards.map((card) => card.querySelector("input"));
    const none = deck.querySelector("[data-none] input");
    const press = (text, act, className) => Object.assign(document.createElement("button"), { type: "button", className, textContent: text, onclick: act });
    deck.addEventListener("change", ({ target }) => {
      if (target === none && none.checked) for (const sign of signs) sign.checked = false;
      else if (target.checked) none.checked = false;
    });
    const open = () => {
      deck.classList.replace("deck--on", "deck--all");
      for (const answers of deck.querySelectorAll(".deck__answers")) answers.remove();
      for (const card of [...cards, none.closest("[data-none]")]) card.hidden = false;
      deck.dataset.done = "";
    };
    if ([none, ...signs].some((field) => field.checked)) {
      deck.classList.add("deck--on");
      open();
      continue;
    }
    const show = (number) => {
      for (const [here, card] of cards.entries()) card.hidden = here !== number;
      cards[number].focus({ preventScroll: true });
      cards[number].scrollIntoView({ block: "nearest" });
    };
    const say = (number, isSeen) => {
      signs[number].checked = isSeen;
      if (number < cards.length - 1) return show(number + 1);
      none.checked = !signs.some((sign) => sign.checked);
      open();
      const over = Object.assign(document.createElement("p"), { textContent: words.over, tabIndex: -1 });
      deck.prepend(over);
      form.dispatchEvent(new Event("deck"));
      over.focus({ preventScroll: true });
      over.scrollIntoView({ block: "nearest" });
    };
    deck.classList.add("deck--on");
    none.closest("[data-none]").hidden = true;
    for (const [number, card] of cards.entries()) {
      const answers = document.createElement("div");
      answers.className = "deck__answers";
      answers.append(press(words.yes, () => say(number, true), "button button--quiet"), press(words.no, () => say(number, false), "button button--quiet"));
      if (number) answers.append(press(words.before, () => show(number - 1), "link-button"));
      card.append(answers);
      card.hidden = number > 0;
      card.removeAttribute("aria-labelledby");
      card.setAttribute("aria-label", `${card.querySelector(".meta").textContent.trim()}. ${card.querySelector("label").textContent.trim()}`);
    }
  }
})();

/* One question a screen, at once: what the server does with each step (courses.views.steps), done here. All questions are
   on the page, so that this goes on without a network; practice says what is right from what stands ready beside it. */
(() => {
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const go = (name) => form.querySelector(`[data-go=${name}]`);
  const place = document.querySelector("[data-step-place]");
  let at = Math.max(0, steps.findIndex((step) => !step.hidden));

  const show = (number, focus = true) => {
    at = number;
    for (const [here, step] of steps.entries()) step.hidden = here !== at;
    const waits = steps[at].querySelector("[data-tells]") && !("checked" in steps[at].dataset);
    const isLast = at === steps.length - 1;
    const isDealt = !steps[at].querySelector("[data-deck]:not([data-done])"); // each sign of a checklist has been looked at
    for (const [name, wanted] of [["check", isDealt && waits], ["next", isDealt && !waits && !isLast], ["finish", isDealt && !waits && isLast], ["back", at > 0]]) {
      go(name).hidden = go(name).disabled = !wanted;
    }
    document.querySelector("[data-intro]")?.toggleAttribute("hidden", at > 0);
    document.querySelector("h1").classList.toggle("h3", at > 0); // it is said once in large letters
    if (place) {
      place.textContent = place.dataset.stepPlace.replace("{number}", at + 1);
      document.querySelector("[data-step-line]").value = at + 1;
    }
    if (focus) {
      window.scrollTo({ top: 0 });
      (steps[at].querySelector("legend") || steps[at]).focus({ preventScroll: true });
    }
  };

  const isAnswered = (question) => {
    const fields = [...question.querySelectorAll("input[name], select[name]")];
    const given = [...new Set(fields.map((field) => field.name))].map((name) => fields.some((field) => field.name === name && (field.matches("select") ? field.value : field.checked)));
    return "wantsAll" in question.dataset ? given.every(Boolean) : given.some(Boolean);
  };
  const askFor = (question) => {
    question.querySelector("[data-left-out]")?.remove();
    question.classList.toggle("field--wrong", !isAnswered(question));
    if (isAnswered(question)) return true;
    const error = document.createElement("p");
    error.className = "field__error";
    error.dataset.leftOut = "";
    error.setAttribute("role", "alert");
    error.textContent = question.dataset.unanswered;
    question.querySelector("legend").after(error);
    question.querySelector("input, select:not([hidden]), button")?.focus();
    return false;
  };

  /* Of a checklist (courses.quiz.grading): the same results from the same signs, the strong ones seen. */
  const isPositive = (signs) => {
    const [strong, medium, weak] = ["strong", "medium", "weak"].map((weight) => signs.filter((sign) => sign.dataset.weight === weight).length);
    return strong >= 2 || (strong >= 1 && medium + weak >= 1) || medium >= 3 || (medium >= 2 && weak >= 1);
  };
  const screens = (question) => {
    const signs = [...question.querySelectorAll("[data-correct][data-weight]")];
    const taken = signs.filter((sign) => sign.querySelector("input").checked);
    const present = signs.filter((sign) => sign.dataset.correct);
    const seen = present.filter((sign) => taken.includes(sign));
    return (!present.length || seen.length > 0) && present.every((sign) => sign.dataset.weight !== "strong" || seen.includes(sign))
      && [...question.querySelectorAll("[data-dimension]")].every((part) => isPositive(taken.filter((sign) => part.contains(sign))) === isPositive(present.filter((sign) => part.contains(sign))));
  };
  const say = (thing, state, words) => {
    if (!state) return;
    thing.classList.add(`choice--${state}`);
    const verdict = thing.querySelector(".choice__verdict");
    verdict.querySelector("strong").textContent = words;
    verdict.hidden = false;
    if (verdict.id) thing.querySelector("input").setAttribute("aria-describedby", verdict.id);
  };
  const judge = (question) => {
    const words = question.dataset;
    let isRight = true;
    for (const thing of question.querySelectorAll("[data-correct]")) {
      const taken = thing.querySelector("input").checked;
      const state = taken ? (thing.dataset.correct ? "right" : "wrong") : thing.dataset.correct ? "missed" : "";
      isRight &&= taken === Boolean(thing.dataset.correct);
      say(thing, state, { right: words.saidRight, wrong: words.saidWrong, missed: words.saidMissed }[state]);
    }
    for (const thing of question.querySelectorAll("[data-right].choice")) {
      const { right } = thing.dataset;
      const given = (thing.querySelector("input:checked") || thing.querySelector("select"))?.value;
      const named = thing.querySelector(`input[value="${right}"]`)?.parentElement || thing.querySelector(`option[value="${right}"]`);
      isRight &&= given === right;
      if (given === right) say(thing, right && "right", words.saidRight);
      else say(thing, "wrong", right ? words.saidWrong.replace("{place}", named.textContent.trim()) : words.saidMissed);
    }
    return words.kind === "checklist" ? screens(question) : isRight;
  };
  const lock = (step, question) => {
    const carry = (name, value) => step.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    for (const field of question.querySelectorAll("input, select, button")) {
      if (field.matches("select") || field.checked) carry(field.name, field.value);
      field.disabled = true;
    }
    carry("checked", step.dataset.step);
    step.dataset.checked = "";
  };
  const tell = (step) => {
    const question = step.querySelector("[data-tells]");
    const told = question.querySelector("[data-told]");
    const outcome = told.querySelector("[data-outcome]");
    const isRight = judge(question);
    outcome.classList.add(isRight ? "message--done" : "message--wrong");
    outcome.querySelector("strong").textContent = outcome.dataset[isRight ? "right" : "wrong"];
    told.hidden = false;
    lock(step, question);
    return outcome;
  };
  const check = (step) => {
    if (!askFor(step.querySelector("[data-tells]"))) return;
    const outcome = tell(step);
    show(at, false);
    outcome.focus();
  };
  for (const step of steps) if ("again" in step.dataset && step.querySelector("[data-tells]")) tell(step);

  form.addEventListener("deck", () => show(at, false));
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    const to = event.submitter?.dataset.go || "finish";
    const left = to === "finish" ? steps.findIndex((step) => [...step.querySelectorAll("[data-unanswered]")].some((question) => !isAnswered(question))) : -1;
    if (to === "finish" && left < 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (left >= 0) {
      show(left);
      askFor(steps[left].querySelector("[data-unanswered]"));
    } else if (to === "check") check(steps[at]);
    else show(at + (to === "next" ? 1 : -1));
  }, true);
  show(at, false);
})();
