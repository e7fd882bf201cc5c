"""Two coordinators, each with the form of a session in a browser."""

from html.parser import HTMLParser
from typing import Any

from accounts.models import User
from accounts.roles import Role, give_role
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient

ME, OTHER = "Salma Idrissi", "Karim Alaoui"


class Page(HTMLParser):
    """What a browser would send of the first form of a page with a title field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.select, self.radios = "", set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "select":
            self.select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in found:
            self.data[self.select] = value
        elif tag == "input" and name and found.get("type") in ("checkbox", "radio"):
            if found["type"] == "radio":
                self.radios.add(name)
            if "checked" in found:
                self.data.setdefault(name, []).append(value or "on")
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            self.data[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def a_coordinator(ngo: Tenant, name: str) -> TenantClient:
    first, _space, last = name.partition(" ")
    user = User.objects.create_user(username=last.lower(), first_name=first, last_name=last)
    give_role(user, Role.COORDINATOR)
    client = TenantClient(ngo)
    client.force_login(user)
    return client


def a_trainer(name: str) -> User:
    user = User.objects.get_or_create(username=name.lower(), defaults={"first_name": name})[0]
    give_role(user, Role.TRAINER)
    return user


def opened(client: TenantClient, session: TrainingSession) -> dict[str, Any]:
    """The form as the browser holds it."""
    return Page(client.get(f"/en/sessions/{session.uuid}/edit/").content.decode()).data


def send(client: TenantClient, session: TrainingSession, data: dict[str, Any]) -> Any:
    return client.post(f"/en/sessions/{session.uuid}/edit/", data, follow=True)


def stored(session: TrainingSession) -> dict[str, Any]:
    fresh = TrainingSession.objects.get(pk=session.pk)
    half_days = fresh.slots.values_list("number", "date", "part", "minutes", "starts_at")
    return {
        "title": fresh.title, "city": fresh.city, "kind": fresh.kind, "public": fresh.is_public,
        "trainers": sorted(fresh.trainers.values_list("first_name", flat=True)), "half_days": list(half_days),
        "cycle": fresh.cycle.code if fresh.cycle else "",
    }  # fmt: skip
