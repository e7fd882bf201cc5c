/* A page about something that is being done looks again by itself and says what is new. Without this file its link does. */
(() => {
  const look = async () => {
    const page = document.querySelector("[data-under-way='1']");
    if (!page) return;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-under-way]");
      if (response.ok && fresh) {
        const [status, news] = [page, fresh].map((one) => one.querySelector("[role='status']"));
        if (fresh.dataset.underWay) {
          if (status.innerHTML !== news.innerHTML) status.replaceChildren(...news.childNodes);
        } else {
          const focused = page.contains(document.activeElement);
          status.replaceChildren(...news.childNodes);
          page.querySelector(".actions").replaceChildren(...fresh.querySelector(".actions").childNodes);
          page.dataset.underWay = "";
          if (focused) page.querySelector(".actions a, .actions button")?.focus();
          return;
        }
      }
    } catch { /* the network is away: later */ }
    setTimeout(look, 1500);
  };
  setTimeout(look, 1500);
})();
