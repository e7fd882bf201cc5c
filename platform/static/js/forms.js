/* A box that marks all others: <div data-check-all hidden><input type="checkbox" data-check-all-of="present"></div>
   (not those with data-one-by-one) shows itself here, because without JavaScript it could do nothing. */
(() => {
  for (const master of document.querySelectorAll("[data-check-all-of]")) {
    const form = master.form || document;
    const boxes = [...form.querySelectorAll(`input[type="checkbox"][name="${master.dataset.checkAllOf}"]:not(:disabled, [data-one-by-one])`)];
    const reflect = () => {
      const marked = boxes.filter((box) => box.checked).length;
      master.checked = boxes.length > 0 && marked === boxes.length;
      master.indeterminate = marked > 0 && marked < boxes.length;
    };
    master.addEventListener("change", () => boxes.forEach((box) => { box.checked = master.checked; }));
    boxes.forEach((box) => box.addEventListener("change", reflect));
    reflect();
    master.closest("[data-check-all]")?.removeAttribute("hidden");
  }
})();
