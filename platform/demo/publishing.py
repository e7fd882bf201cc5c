"""The demo's front page, its published years with the page that shows them to everybody, the page of help numbers."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from core.languages import ORDER
from courses.sample.writing import in_language
from demo.texts import read
from impact.models import ReportingPeriod
from impact.publishing import accept_period, open_period, publish_period, submit_period
from pages.help import SLUG
from pages.models import ArticlePage, HomePage, ImpactPage

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
        try:
            if period.state in (State.OPEN, State.PUBLISHED):
                submit_period(period=period, by="Coordination")
                accept_period(period=period, by="Réseau")
            publish_period(period=period, by="Coordination")
        except ValidationError:  # nothing has moved since
            continue


def arrange_home(name: str = "home") -> None:
    """A front page as an NGO arranges it: who it is, its parts in its own order, numbers, who stands behind it; or as
    the hub does (`home_hub`)."""
    content, home = read(name), HomePage.objects.get()
    for code in ORDER:
        setattr(home, f"summary_{code}", content["summary"][code])
        setattr(home, f"body_{code}", in_language(content["blocks"], code))
    home.save()
    home.save_revision().publish()


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


def add_help_page() -> None:
    """Numbers to call, with when they were noted, in three languages, unless there is such a page."""
    if ArticlePage.objects.filter(slug=SLUG).exists():
        return
    content = read("help")
    page = ArticlePage(slug=SLUG)
    for code in ORDER:
        for name in ("heading", "summary"):
            setattr(page, f"{name}_{code}", content[name][code])
        setattr(page, f"body_{code}", in_language(content["blocks"], code))
        setattr(page, f"ready_{code}", True)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
