"""A browser that is reminded: what a push service would give it, the worker's look at noon, and DevTools' waking.

The browsers of tests have no push service: an address and keys of the one on this machine are given in its place. One
without a screen has no place for notifications either: what the worker shows is then kept in it.
"""

import datetime
import json
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, Worker

from tenants import clock
from tenants.models import Tenant
from tests.support.push_service import Device, Taken

# One subscription, kept as a browser keeps it, for every page of the site.
SUBSCRIBES = """(() => {
  const { endpoint, ...keys } = %s;
  const unsubscribe = async () => { localStorage.removeItem("subscribed"); return true; };
  const device = { endpoint, toJSON: () => ({ endpoint, keys }), unsubscribe };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? device : null);
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new TypeError("unlike a browser");
    localStorage.setItem("subscribed", "1");
    return device;
  };
})();"""
ALLOWS = """(() => {
  if (Notification.permission === "granted") return;
  let answer = "default";
  const permission = () => (localStorage.getItem("subscribed") ? "granted" : answer);
  Object.defineProperty(Notification, "permission", { get: permission });
  Notification.requestPermission = async () => { answer = "granted"; return answer; };
})();"""
KEEPS = """() => {
  if (Notification.permission === "granted" || self.kept) return;
  self.kept = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
    kept = [...kept.filter((one) => !one.tag || one.tag !== options.tag), { title, ...options }];
  };
  ServiceWorkerRegistration.prototype.getNotifications = async () => kept;
}"""
FINDS = """(endpoint) => {
  self.device = { endpoint, unsubscribe: async () => { self.device = null; return true; } };
  PushManager.prototype.getSubscription = async () => self.device;
}"""
SHOWN = """async (number) => {
  let found = [];
  for (let time = 0; time < 100 && found.length !== number; time += 1) {
    await new Promise((done) => setTimeout(done, 50));
    found = await self.registration.getNotifications();
  }
  return found.map(({ title, body, lang, dir, tag, data }) => ({ title, body, lang, dir, tag, data }));
}"""


def may_be_reminded(page: Page, origin: str, device: Device) -> None:
    """From now on the page's browser allows notifications, and its push service would give it `device`."""
    page.context.grant_permissions(["notifications"], origin=origin)
    page.add_init_script(ALLOWS)
    page.add_init_script(SUBSCRIBES % json.dumps(device.fields))


def stays_subscribed(page: Page, origin: str, device: Device) -> None:
    """The site's worker finds the subscription too, as in a browser of one's own."""
    _worker(page, origin).evaluate(FINDS, device.endpoint)


def is_subscribed(page: Page, origin: str) -> bool:
    """Whether nobody has ended what `stays_subscribed` began."""
    return _worker(page, origin).evaluate("Boolean(self.device)")


def look_at_noon(tenant: Tenant) -> None:
    """The platform's worker sends what is due today."""
    for cache in caches.all():
        cache.clear()
    today = timezone.localdate(timezone=tenant.time_zone)
    noon = datetime.datetime.combine(today, datetime.time(12), tenant.time_zone)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: noon)
        clock.tick()
    connection.set_tenant(tenant)


def deliver(page: Page, origin: str, words: str) -> None:
    """Wake the site's worker with what a push service has for it."""
    _worker(page, origin).evaluate(KEEPS)
    tools, found = page.context.new_cdp_session(page), []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    while not (ours := [one for one in found if one["scopeURL"].startswith(origin) and not one["isDeleted"]]):
        page.wait_for_timeout(50)
    registration = ours[-1]["registrationId"]
    tools.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": words})
    tools.detach()


def shown(page: Page, origin: str, number: int) -> list[dict[str, Any]]:
    """The notifications that stand there, once there are so many."""
    return _worker(page, origin).evaluate(SHOWN, number)


def as_shown(taken: Taken) -> dict[str, Any]:
    """How the worker of the site shows what the platform has sent."""
    words = taken.words
    return {
        "title": words["title"], "body": words["body"], "lang": words["language"], "dir": words["direction"],
        "tag": words["topic"], "data": words["path"],
    }  # fmt: skip


def _worker(page: Page, origin: str) -> Worker:
    return next(one for one in reversed(page.context.service_workers) if one.url.startswith(origin))
