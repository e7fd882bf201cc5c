"""Which lesson or module a question tests: carried by its key, set wherever that page is here too.

A bank comes with the first test that draws from it, before all the lessons its questions send back to: each module that
comes later fills in what it teaches.
"""

from collections.abc import Iterable
from uuid import UUID

from wagtail.models import Page

from courses.models import Adoption, Exercise, Question
from courses.packing.nodes import OBJECTIVE, Node


def settle_objectives(tree: Node) -> None:
    """Give questions that have none the objective their source has, of this tree and of what was adopted before."""
    wanted = _wanted(tree)
    for base in Adoption.objects.values_list("base", flat=True):
        wanted = _wanted(Node.from_json(base)) | wanted
    open_keys = Question.objects.filter(key__in=wanted, objective__isnull=True)
    bare = dict(open_keys.values_list("key", "exercise"))
    pages = _pages(wanted[key] for key in bare)
    settled = {key: pages[wanted[key]] for key in bare if wanted[key] in pages}
    for exercise in Exercise.objects.filter(pk__in={bare[key] for key in settled}).select_related("latest_revision"):
        _set(exercise, settled)


def _wanted(tree: Node) -> dict[UUID, UUID]:
    """Key of a question -> key of the page whose objectives it tests."""
    questions = (node for node in tree.walk() if node.kind == "question" and node.settings.get(OBJECTIVE))
    return {UUID(node.id): UUID(node.settings[OBJECTIVE]) for node in questions}


def _pages(keys: Iterable[UUID]) -> dict[UUID, int]:
    """Pages here by these keys; what was adopted under a key of its own is found by where it came from."""
    keys = set(keys)
    adopted = Adoption.objects.filter(source_key__in=keys).values_list("source_key", "module")
    return dict(adopted) | dict(Page.objects.filter(translation_key__in=keys).values_list("translation_key", "pk"))


def _set(exercise: Exercise, settled: dict[UUID, int]) -> None:
    """In the rows, and in the newest revision, which a draft goes on from: a bank is not written again for it."""
    bare = Question.objects.filter(exercise=exercise, objective__isnull=True)
    for page in set(settled.values()):
        bare.filter(key__in=[key for key, taught in settled.items() if taught == page]).update(objective=page)
    revision = exercise.latest_revision
    if revision is None:
        return
    for question in revision.content.get("questions", []):
        if not question.get(OBJECTIVE):
            question[OBJECTIVE] = settled.get(UUID(question["key"]))
    revision.save(update_fields=["content"])
