/* The code on the wall: a new one every 20 seconds, and how many are present. Without a network the last one stays. */
(() => {
  const place = document.querySelector("[data-room-code]");
  if (!place) return;
  const count = document.querySelector("[data-room-present]");
  const words = document.querySelector("[data-room-note]");
  const renew = async () => {
    try {
      const response = await fetch(place.dataset.roomCode, { signal: AbortSignal.timeout(10000) });
      if (!response.ok) return;
      const { svg, present, note } = await response.json();
      const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg"); // as XML it would need a namespace
      place.replaceChildren(...(drawn ? [document.importNode(drawn, true)] : [])); // none outside the hours of the press
      place.hidden = !drawn;
      if (words.textContent !== note) words.textContent = note; // what has not changed is not read aloud again
      count.textContent = present;
    } catch {
      /* the next time */
    }
  };
  setInterval(renew, 20000);
  navigator.wakeLock?.request("screen").catch(() => {});
})();
