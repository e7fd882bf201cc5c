/* Slides: one at a time, turned by keys or buttons; in Arabic the left arrow leads on. Without this they stand one under
   the other. The address names the slide, so that a reload comes back to it. */
(() => {
  const deck = document.querySelector("[data-slides]");
  const slides = [...deck.querySelectorAll(".slide")];
  const place = deck.querySelector("[data-slides-place]");
  const said = deck.querySelector("[data-slides-said]");
  const toLeft = document.documentElement.dir === "rtl" ? 1 : -1;
  const ways = { ArrowLeft: toLeft, ArrowRight: -toLeft, ArrowUp: -1, ArrowDown: 1, PageUp: -1, PageDown: 1, Backspace: -1, Enter: 1, " ": 1 };
  let at = 0;

  const show = (number) => {
    at = Math.max(0, Math.min(slides.length - 1, number));
    slides.forEach((slide, n) => slide.classList.toggle("is-current", n === at));
    place.textContent = `${at + 1} / ${slides.length}`;
    said.textContent = slides[at].textContent.replace(/\s+/g, " ").trim();
    history.replaceState(null, "", `#${slides[at].id}`);
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : deck.requestFullscreen?.());

  document.addEventListener("keydown", (event) => {
    const onControl = event.target.closest("button, a, input, summary");
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (onControl && ["Enter", " "].includes(event.key)) return;
    if (event.key in ways) show(at + ways[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key === "f" || event.key === "F") fill();
    else return;
    event.preventDefault();
  });
  deck.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.turn) show(at + Number(button.dataset.turn));
    else if (button && "fill" in button.dataset) fill();
  });
  deck.classList.add("is-on");
  deck.querySelector("[data-slides-bar]").hidden = false;
  show(slides.findIndex((slide) => `#${slide.id}` === location.hash));
})();
