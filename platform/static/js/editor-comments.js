/* Comments in the writing screen: a bubble at each block, the open ones beside the text. Sent without leaving the page. */
(() => {
  const card = document.querySelector("[data-comments]");
  const form = document.querySelector("[data-writing]");
  if (!card || !form) return;
  const [list, writing] = [card.querySelector("[data-threads]"), card.querySelector("[data-begin]")];
  const [select, text, status] = [writing.elements.path, writing.elements.text, card.querySelector("[data-comment-status]")];
  let from = null;
  const TEXT = /^text-(fr|ar|en)-(.+)$/;
  const ASKED = /^question-([\w-]+)-text-(fr|ar|en)$/;
  const HEAD = /^(heading|summary|objectives)-(fr|ar|en)$/;
  const path = (name) => {
    const [inText, asked, head] = [name.match(TEXT), name.match(ASKED), name.match(HEAD)];
    if (inText) return `body_${inText[1]}.${inText[2].replaceAll("/", ".")}`;
    if (asked) return `body_${asked[2]}.${asked[1]}`;
    return head ? `${head[1]}_${head[2]}` : "";
  };
  const offer = (place) => {
    const options = [...place.querySelectorAll("[name]")].filter((field) => path(field.name)).map((field) => new Option(field.getAttribute("aria-label"), path(field.name)));
    const block = place.dataset.row;
    if (!options.length && block) options.push(new Option(place.getAttribute("aria-label"), `body_${document.documentElement.lang}.${block}`));
    select.replaceChildren(...options);
    const own = options.find((option) => new RegExp(`_${document.documentElement.lang}\\b`).test(option.value));
    if (own) own.selected = true;
    writing.hidden = false;
    text.focus();
    writing.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const counts = new Map();
    for (const thread of list.querySelectorAll("[data-thread]")) counts.set(thread.dataset.thread, (counts.get(thread.dataset.thread) || 0) + 1);
    for (const button of form.querySelectorAll("[data-comment]")) button.querySelector("[data-many]").textContent = counts.get(button.closest("[data-row]")?.dataset.row ?? "") || "";
  };
  const send = async (sent) => {
    const button = sent.querySelector("button");
    button.disabled = true;
    status.textContent = "";
    try {
      const answer = await fetch(sent.action, { method: "POST", body: new FormData(sent), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      if (answer.redirected || answer.status === 403) status.textContent = form.dataset.out;
      else if (answer.headers.get("Content-Type")?.includes("json")) status.textContent = (await answer.json()).why;
      else if (!answer.ok) status.textContent = form.dataset.lost;
      else {
        list.innerHTML = await answer.text();
        if (sent === writing) {
          sent.reset();
          sent.hidden = true;
          from?.focus();
        }
        draw();
      }
    } catch {
      status.textContent = form.dataset.lost;
    }
    button.disabled = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-comment]");
    if (button) {
      from = button;
      offer(button.closest("[data-row]") || form.querySelector(".wr-heads"));
    } else if (event.target.closest("[data-comment-away]")) {
      writing.hidden = true;
      from?.focus();
    }
  });
  card.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });
  draw();
})();
