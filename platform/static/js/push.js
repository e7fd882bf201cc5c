/* Reminders on this device: <div data-push="KEY" data-push-known="MARKS"> says what holds here (data-push-state), asks the
   browser, and hands its address to the form. Nothing is asked before somebody presses. */
(async () => {
  const box = document.querySelector("[data-push]");
  const show = (state) => {
    for (const part of box.querySelectorAll("[data-push-state]")) part.hidden = !part.dataset.pushState.split(" ").includes(state);
  };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return show("unable");
  let manager;
  try {
    await navigator.serviceWorker.register("/sw.js");
    manager = (await navigator.serviceWorker.ready).pushManager;
  } catch {
    return show("unable");
  }
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const mark = async (text) => {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return [...hash.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const look = async (otherwise = "off") => {
    if (Notification.permission === "denied") return show("refused");
    const device = await manager.getSubscription();
    return show(device && box.dataset.pushKnown.split(" ").includes(await mark(device.endpoint)) ? "on" : otherwise);
  };
  const on = async () => {
    if ((await Notification.requestPermission()) !== "granted") return look("closed");
    await (await manager.getSubscription())?.unsubscribe(); // of another key, or of another person
    const device = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) });
    return { endpoint: device.endpoint, ...device.toJSON().keys };
  };
  const off = async () => {
    const device = await manager.getSubscription();
    await device?.unsubscribe();
    return { endpoint: device?.endpoint };
  };
  for (const form of box.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let said;
      try {
        said = await (form.elements.p256dh ? on() : off());
      } catch {
        return show("failed");
      }
      for (const [name, value] of Object.entries(said || {})) if (form.elements[name]) form.elements[name].value = value;
      if (said) form.submit();
    });
  }
  await look().catch(() => show("failed"));
})();
