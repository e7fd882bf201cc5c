"""A whole course in a short and in a full form: four modules, a bank, a final. What tests of learning, of reading
without a network and of budgets go through; the demo itself has the starter curriculum (`demo.curriculum`)."""

import json
import re
from pathlib import Path
from typing import Any

from courses.glossary import load_glossary
from courses.models import CoursePage, GlossaryTerm, ModulePage, Question
from courses.sample.writing import write_course, write_exercises
from pages.models import HomePage

CONTENT = Path(__file__).parent
SHORT = ("recognising", "final")
FULL = ("bank", "understanding", "recognising", "contact", "referral", "final")
TERM = re.compile(r'<a linktype="glossary" id="([^"]+)">')  # in the files, a term is named in French


def load_course(*, full: bool = False) -> CoursePage:
    """Write the course into the active tenant and publish it: module 2 or modules 1 to 4, then the final.

    Whatever comes first, the lesson on safety comes before it.
    """
    load_glossary()
    content, *parts = with_terms([read(name) for name in ("course", *(FULL if full else SHORT))])
    modules = [module for part in parts for module in part["modules"]]
    modules[0]["lessons"].insert(0, content["gate"])
    taught = {module["slug"] for module in modules}
    exercises = write_exercises(_about(taught, entry) for part in parts for entry in part["exercises"])
    course = write_course(HomePage.objects.get(), content | {"modules": modules}, live=True, exercises=exercises)
    _tie_to_objectives(course)
    course.latest_revision.publish()  # last, so that the join code finds a complete course
    return CoursePage.objects.get(pk=course.pk)


def _tie_to_objectives(course: CoursePage) -> None:
    """What the final test asks about a module sends whoever fails it there."""
    for module in ModulePage.objects.descendant_of(course):
        Question.objects.filter(topic=module.slug).update(objective=module)


def _about(taught: set[str], entry: dict[str, Any]) -> dict[str, Any]:
    """The final test asks about the modules that are there alone: the topics of its bank are their slugs."""
    asked = [one for one in entry.get("questions", []) if one.get("topic", "") in taught | {""}]
    return entry | ({"questions": asked} if "questions" in entry else {})


def read(name: str) -> dict[str, Any]:
    """One file of content."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def with_terms(contents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The contents with the terms they link to by the id each has in the active tenant."""
    ids = dict(GlossaryTerm.objects.values_list("term_fr", "pk"))
    return [_with_ids(content, ids) for content in contents]


def _with_ids(value: Any, ids: dict[str, int]) -> Any:
    if isinstance(value, str):
        return TERM.sub(lambda found: f'<a linktype="glossary" id="{ids[found[1]]}">', value)
    if isinstance(value, dict):
        return {name: _with_ids(part, ids) for name, part in value.items()}
    return [_with_ids(part, ids) for part in value] if isinstance(value, list) else value
