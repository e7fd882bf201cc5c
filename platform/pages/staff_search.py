"""What staff find beside published pages: people, sessions, drafts; to each what their rights let them open."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from accounts.roles import Ability, abilities
from core.languages import Shown, shown
from people.finding import find_people
from people.models import Person
from sessions.models import TrainingSession
from sessions.querysets import training_sessions

MOST = 8  # of each; lists of their own have them all


@dataclass(frozen=True)
class Draft:
    """A page that is not published: what it is, its heading, where it is edited."""

    kind: str
    heading: Shown
    url: str


@dataclass(frozen=True)
class OfStaff:
    """The first of each kind; `more` says of which kinds there are others."""

    people: list[Person] = field(default_factory=list)
    sessions: list[TrainingSession] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    more: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.sessions or self.drafts)


def find_for_staff(user: Any, words: str, key: str, kinds: tuple[type[Page], ...]) -> OfStaff:
    """Nothing for readers and participants. The same number of queries for one and for many."""
    can = abilities(user)
    people: list[Any] = list(find_people({"q": words})[: MOST + 1]) if Ability.MANAGE_SESSIONS in can else []
    sessions = list(training_sessions().open_to(user).matching(words).agenda(timezone.localdate())[: MOST + 1])
    drafts = _find_drafts(user, key, kinds) if Ability.WRITE_CONTENT in can else []
    found = {"people": people, "sessions": sessions, "drafts": drafts}
    more = frozenset(name for name, rows in found.items() if len(rows) > MOST)
    return OfStaff(people[:MOST], sessions[:MOST], [_draft(page) for page in drafts[:MOST]], more)


def _find_drafts(user: Any, key: str, kinds: tuple[type[Page], ...]) -> list[Any]:
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return list(own.filter(live=False).type(kinds).specific().autocomplete(key, operator="and")[: MOST + 1])


def _draft(page: Any) -> Draft:
    return Draft(page._meta.verbose_name, shown(page, "heading"), reverse("wagtailadmin_pages:edit", args=[page.pk]))
