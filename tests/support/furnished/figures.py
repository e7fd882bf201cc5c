"""Figures of a furnished tenant: a published year, an open one, who reads them."""

import datetime

from accounts.models import User
from impact.api.tokens import make_token
from impact.counting import Period
from impact.models import ProjectReader, SavedView, Target
from impact.publishing import open_period
from impact.quality import draw_audit
from sessions.records.actions import import_rows
from tenants.models import Tenant
from tests.reference.rows import attendance, person, session, slot, workbook
from tests.support.periods import publish

PROJECT = "PROJECT-1"
START, END = datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)


def some_records(tenant: Tenant, mark: str) -> None:
    """Twelve people in a session of 2019 in a project."""
    names = [f"{mark}-R{number}" for number in range(12)]
    import_rows(tenant=tenant, rows=workbook(
        people=[person(name, full_name=f"{mark} {name}", email=f"{name.lower()}@example.org") for name in names],
        sessions=[session(f"{mark}-S", title=f"{mark} seance 2019", project=PROJECT)],
        slots=[slot(f"{mark}-S", 1, "2019-05-06")],
        attendance=[attendance(f"{mark}-S", 1, name) for name in names],
    ))  # fmt: skip


def figures(mark: str, actor: User, funder: User) -> dict[str, object]:
    """What the addresses of figures name."""
    snapshot = publish(open_period(start=START, end=END), by=f"{mark} publie")
    later = open_period(start=START.replace(year=2020), end=END.replace(year=2020))
    target = Target.objects.create(start=START, end=END, indicator="ATT", value=5)
    audit = draw_audit(period=Period(START, END), size=1, actor=actor)
    reader = ProjectReader.objects.create(user=funder, project=PROJECT)
    token, secret = make_token(name=f"{mark} jeton", scopes=["figures", "sessions", "names"], actor=actor)
    return {
        "figures/ file_format": "xlsx", "reports file_format": "csv", "year": 2019, "fr/figures/evidence code": "ATT",
        "posted to fr/figures/audits/<int:pk>/": {"recount": audit.recounts.get().pk, "on_sheets": 12},
        "targets pk": target.pk, "audits pk": audit.pk, "fr/figures/periods pk": later.pk, "digest": snapshot.digest,
        "readers/tokens pk": token.pk, "readers pk": reader.pk, "secret": secret, "published pk": snapshot.period_id,
        "project": PROJECT,
    }  # fmt: skip


def a_view(user: User, mark: str) -> SavedView:
    """A view that somebody saved."""
    return SavedView.objects.create(user=user, name=f"{mark} vue", query="year=2019")
