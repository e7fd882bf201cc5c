/* An account was deleted: what it left on this phone goes too; what another person has not sent yet stays theirs. */
(async () => {
  for (const name of (await window.caches?.keys()) || []) if (name.startsWith("course-")) await caches.delete(name);
  for (const key of Object.keys(localStorage)) if (/^(place|mark):/.test(key)) localStorage.removeItem(key);
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
})();
