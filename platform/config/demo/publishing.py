"""The demo's published years and the page that shows them to everybody."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from impact.models import ReportingPeriod
from impact.periods import accept_period, open_period, publish_period, submit_period
from pages.models import HomePage, ImpactPage

WORDS = {
    "fr": ("Nos chiffres", "Ce que nous avons fait, tel que publié : chaque chiffre a ses preuves."),
    "ar": ("أرقامنا", "ما أنجزناه كما نُشر: لكل رقم إثباتاته."),
    "en": ("Our figures", "What we have done, as published: every figure has its evidence."),
}
State = ReportingPeriod.State


def publish_years(years: Iterable[int]) -> None:
    """Each year submitted, accepted and published; one that is published stays, unless it has moved."""
    for year in years:
        period = open_period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
        if period.state == State.OPEN:
            submit_period(period=period, by="Coordination")
            accept_period(period=period, by="Réseau")
        try:
            publish_period(period=period, by="Coordination")
        except ValidationError:  # nothing has moved since
            continue


def add_impact_page() -> None:
    """The public page, in three languages, unless it is there."""
    if ImpactPage.objects.exists():
        return
    page = ImpactPage(slug="chiffres")
    for code, (heading, summary) in WORDS.items():
        setattr(page, f"heading_{code}", heading)
        setattr(page, f"summary_{code}", summary)
        setattr(page, f"ready_{code}", True)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
