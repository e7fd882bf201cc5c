/* Where a reader stopped in a lesson, kept on this phone: "Continue" leads back to that paragraph. Signing out forgets it. */
(() => {
  const text = document.querySelector("[data-place]");
  if (!text) return;
  const key = `place:${location.pathname}`;
  const blocks = [...text.children];
  const kept = Number(localStorage.getItem(key));
  if (location.hash === "#place" && blocks[kept]) {
    blocks[kept].tabIndex = -1;
    blocks[kept].focus({ preventScroll: true });
    blocks[kept].scrollIntoView({ block: "start" });
  }
  const keep = () => {
    const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    if (at > 0) localStorage.setItem(key, at);
    else localStorage.removeItem(key);
  };
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("pagehide", keep);
})();
