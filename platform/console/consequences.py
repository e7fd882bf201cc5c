"""What a change of an NGO would mean for what is in course there: said before, in words, and to be confirmed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.models import Enrolment
from impact.models import ReportingPeriod
from sessions.models import Slot, TrainingSession
from tenants.lifecycle import today_of
from tenants.models import Tenant


class Weighed(forms.Form):
    """A form that shows consequences; where they come about, they are to be ticked as read."""

    understood = forms.BooleanField(label=gettext_lazy("I have read what changes."), required=False)

    def weigh(self, consequences: Iterable[str]) -> None:
        """Show these; where there are none, nothing is to be ticked."""
        said = " ".join(consequences)
        if said:
            self.fields["understood"].help_text = said
        else:
            del self.fields["understood"]

    def comes_about(self, cleaned: dict[str, Any]) -> bool:
        """Whether what is asked brings the consequences."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "understood" in self.fields and self.comes_about(cleaned) and not cleaned.get("understood"):
            self.add_error("understood", _("Read what changes, and tick that you have."))
        return cleaned


def of_another_clock(tenant: Tenant) -> Iterator[str]:
    """What of its records another country's clock would read otherwise. Held half-days keep their date: it is written
    as such, on no clock."""
    with tenant:
        planned, learned = _half_days_to_come(tenant), Enrolment.objects.exists()
    if planned:
        yield ngettext(
            "%(count)s half-day to come keeps its hour, on the clock of the new country: whoever was told is not told "
            "again.",
            "%(count)s half-days to come keep their hours, on the clock of the new country: whoever was told is not "
            "told again.",
            planned,
        ) % {"count": planned}  # fmt: skip
    if learned:
        yield _("Lessons that were done about midnight may count on the day before or after: figures that are not "
                "published may move, published ones stay.")  # fmt: skip


def of_closing(tenant: Tenant) -> Iterator[str]:
    """What stands still in an NGO that is suspended or archived, with the remedy."""
    with tenant:
        planned = _half_days_to_come(tenant)
        learning = Enrolment.objects.filter(completed_at=None).count()
        unpublished = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).count()
    if planned:
        yield ngettext(
            "%(count)s half-day to come: nobody is reminded of it and nobody can be marked present. The NGO cancels it "
            "first, then whoever is on the list is told.",
            "%(count)s half-days to come: nobody is reminded of them and nobody can be marked present. The NGO cancels "
            "them first, then whoever is on the lists is told.",
            planned,
        ) % {"count": planned}  # fmt: skip
    if learning:
        yield ngettext(
            "%(count)s course that was begun and not completed cannot be gone on with.",
            "%(count)s courses that were begun and not completed cannot be gone on with.",
            learning,
        ) % {"count": learning}  # fmt: skip
    if unpublished:
        yield ngettext(
            "%(count)s reporting period is open: it is not submitted any more.",
            "%(count)s reporting periods are open: they are not submitted any more.",
            unpublished,
        ) % {"count": unpublished}  # fmt: skip


def _half_days_to_come(tenant: Tenant) -> int:
    planned = Slot.objects.filter(session__state=TrainingSession.State.PLANNED)
    return planned.filter(date__gte=today_of(tenant)).count()
