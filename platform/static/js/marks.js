/* The bookmarks that lie on this phone (lesson.js): they are in no record, and go at sign-out and with the quick exit. */
(() => {
  const part = document.querySelector("[data-marks]");
  if (!part) return;
  const language = `/${document.documentElement.lang}`;
  const list = part.querySelector("ul");
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith("mark:")).sort()) {
      const link = document.createElement("a");
      link.href = `${language}${key.slice(5)}#mark`;
      link.textContent = JSON.parse(localStorage.getItem(key)).title;
      link.dir = "auto";
      const line = document.createElement("li");
      line.append(link);
      list.append(line);
    }
  } catch {
    return; // no storage on this phone
  }
  part.hidden = !list.children.length;
})();
