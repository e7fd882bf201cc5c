/* Badges by the camera: the browser's own reader where it has one, else a library loaded when it is needed. Each badge is
   kept on the phone first, then sent (outbox.js): a room without a network loses nothing. */
(() => {
  const panel = document.querySelector("[data-scan]");
  const form = document.querySelector("[data-scan-form]");
  if (!panel || !navigator.mediaDevices?.getUserMedia || !window.outbox) return;
  const video = panel.querySelector("video");
  const said = panel.querySelector("[data-scan-said]");
  const count = document.querySelector("[data-scan-count]");
  const PAUSE = 4000; // the same badge held before the camera is one scan
  const taken = new Map(); // what was said of each badge of this page: shown once more, it is one mark
  let last = "", lastAt = 0;
  panel.hidden = false;

  const take = async (text) => {
    if (text === last && Date.now() - lastAt < PAUSE) return;
    last = text;
    lastAt = Date.now();
    if (taken.has(text)) {
      said.textContent = taken.get(text);
      return;
    }
    navigator.vibrate?.(80);
    form.elements.event.value = crypto.randomUUID();
    form.elements.badge.value = text;
    const state = await window.outbox.keep(form, form.elements.event.value, form.dataset.outboxTitle);
    form.elements.badge.value = "";
    if (state.result === "sent") count.textContent = Number(count.textContent) + 1;
    said.textContent = state.said || (state.result === "waiting" ? panel.dataset.kept : "");
    if (state.result !== "refused") taken.set(text, said.textContent);
  };
  const native = async () => {
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    setInterval(async () => {
      const [found] = await reader.detect(video).catch(() => []);
      if (found) take(found.rawValue);
    }, 300);
  };
  const library = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = panel.dataset.library;
    script.onload = async () => {
      try {
        video.hidden = false;
        await new QrScanner(video, (result) => take(result.data), { returnDetailedScanResult: true }).start();
        resolve();
      } catch (error) {
        reject(error);
      }
    };
    script.onerror = reject;
    document.head.append(script);
  });
  panel.querySelector("[data-scan-start]").addEventListener("click", async (event) => {
    const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
    try {
      await (formats.includes("qr_code") ? native() : library());
      event.target.hidden = true;
    } catch {
      video.hidden = true;
      said.textContent = panel.dataset.noCamera;
    }
  });
})();
