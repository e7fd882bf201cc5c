/* The roll: minutes tick their person, a counter shows how many are ticked, and the button that marks everyone without
   a script makes room for “mark all” (forms.js). Everything works without this file. */
(() => {
  const form = document.querySelector("[data-roll]");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="present"]')];
  const counter = form.querySelector("[data-ticked]");
  const count = () => {
    if (counter) counter.querySelector("output").textContent = boxes.filter((box) => box.checked).length;
  };

  form.addEventListener("input", (event) => {
    const box = event.target.closest("li")?.querySelector('input[name="present"]');
    if (box && event.target.type === "number" && event.target.value) {
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
  counter?.removeAttribute("hidden");
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
})();
