{% load wasl %}/* Keeps the frame of the site and the courses saved on this phone. Pages come from the network first, for they change;
   without it from what was saved; failing that the page that says what is here. */
const ASSETS = {{ assets|as_json }};
const SHELLS = {{ shells|as_json }};
const SHELL = "shell-" + ASSETS.join().split("").reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
const PATIENCE = 6000; // a saved page is shown when the network takes longer

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...ASSETS, ...Object.values(SHELLS)])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("shell-") && name !== SHELL;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
const saved = async (request) => {
  const url = new URL(request.url);
  for (const name of await caches.keys()) {
    const found = await (await caches.open(name)).match(url.pathname, { ignoreVary: true });
    if (found) return found;
  }
};
const keepFresh = async (request, response) => {
  if (!response.ok || response.redirected || new URL(request.url).search) return;
  const path = new URL(request.url).pathname;
  if (path.includes("/simulations/")) return; // the whole case is saved there, not its first scene
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    if (name.startsWith("course-") && (await cache.match(path, { ignoreVary: true }))) await cache.put(path, response.clone());
  }
};
const page = async (event) => {
  const here = await saved(event.request);
  const answer = fetch(event.request).then((response) => {
    event.waitUntil(keepFresh(event.request, response.clone()));
    return response;
  });
  if (!here) {
    const language = new URL(event.request.url).pathname.split("/")[1];
    return answer.catch(() => caches.match(SHELLS[language] || Object.values(SHELLS)[0], { ignoreVary: true }));
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, here));
  const whole = answer.then((response) => (response.status < 500 ? response : here)); // a server in trouble is no network
  return Promise.race([whole, late]).catch(() => here);
};
/* Signing out on a device that shows reminders: it shows none any more, and the server is told which it was. */
const quieten = async (request) => {
  const device = await self.registration.pushManager?.getSubscription().catch(() => null);
  if (!device) return fetch(request);
  const body = new URLSearchParams(await request.text());
  body.set("endpoint", device.endpoint);
  await device.unsubscribe().catch(() => {});
  return fetch(request.url, { method: "POST", body, redirect: "manual" }); // the page follows
};
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && url.origin === location.origin && url.pathname.endsWith("/sign-out/")) event.respondWith(quieten(request));
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (!request.headers.has("range") && /^\/(static|media)\//.test(url.pathname)) event.respondWith(saved(request).then((found) => found || fetch(request)));
});

/* A reminder. A browser that is woken must show something; words that cannot be read are the site's neutral name. */
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json() || {};
  } catch {}
  const { title = {{ name|as_json }}, body, language = "", direction = "auto", topic = "", at, path = "/" } = said;
  event.waitUntil(self.registration.showNotification(title, { body, lang: language, dir: direction, tag: topic, timestamp: at, icon: {{ icon|as_json }}, data: path }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { pathname, search } = new URL(event.notification.data, location.origin); // of this site, whatever was said
  event.waitUntil(self.clients.openWindow(pathname + search));
});
