/* Quick exit: the link, or Shift pressed three times within 1.5 s, blanks the page and leaves it.
   Without JavaScript the link still leads away. It does not erase the browser's history, and the page says so. */
(() => {
  const link = document.querySelector("[data-exit-url]");
  if (!link) return;
  const WINDOW = 1500;
  let presses = [];

  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "\u200B";
    window.location.replace(link.dataset.exitUrl);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = []; // capitals typed one after the other are not a call to leave
      return;
    }
    if (event.repeat) return;
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < WINDOW), now];
    if (presses.length === 3) leave();
  });
  // Coming back with the Back button must not show the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.hidden) window.location.reload();
  });
})();
