"""What happens to records after they were written: merges, voided rows, trainers."""

from django.db.models import F

from accounts.models import User
from impact.counting import Period
from people.models import Person
from sessions.models import Evidence, HeadCount, TestScore, TrainingSession

YEAR = Period.year(2019)


def merge(absorbed: str, into: str) -> None:
    """Merge by `ref`."""
    Person.objects.filter(ref=absorbed).update(merged_into=Person.objects.get(ref=into))


def run_by(session_ref: str, person_ref: str) -> None:
    """Make the person, by an account of theirs, a trainer of the session."""
    account = User.objects.get_or_create(username=f"account-{person_ref}")[0]
    Person.objects.filter(ref=person_ref).update(user=account)
    TrainingSession.objects.get(ref=session_ref).trainers.add(account)


def void(row: Evidence | HeadCount) -> None:
    """Say that a row was wrong."""
    about = {"person": row.person, "source": "trainer"} if isinstance(row, Evidence) else {"count": 0}
    type(row).objects.create(slot=row.slot, voids=row, reason="A slip", **about)


def resolve_merges(rows, merges) -> None:
    """The rows as if the merged had always been one."""
    rows["people"] = [line for line in rows["people"] if line["ref"] not in merges]
    for line in rows["attendance"]:
        line["person"] = merges.get(line["person"], line["person"])
    stored = TestScore.objects.annotate(ref=F("person__ref"), of=F("session__ref")).order_by("pk")
    age = {(score.of, score.ref, score.kind): score.pk for score in stored}
    oldest_first = sorted(rows["tests"], key=lambda line: age[line["session"], line["person"], line["kind"]])
    kept: dict[tuple, dict] = {}
    for line in sorted(oldest_first, key=lambda line: line["person"] in merges):
        who = merges.get(line["person"], line["person"])
        kept.setdefault((line["session"], who, line["kind"]), line | {"person": who})
    rows["tests"] = list(kept.values())
