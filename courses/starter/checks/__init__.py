"""What every file of the curriculum must keep to; each rule stands in one module and names file, line and remedy."""

from collections.abc import Callable, Iterator

from courses.starter.checks.answers import check_answers
from courses.starter.checks.law import check_laws
from courses.starter.checks.placing import check_placing
from courses.starter.checks.room import check_room
from courses.starter.checks.scenes import check_scenes
from courses.starter.checks.sizes import check_sizes
from courses.starter.checks.structure import check_structure
from courses.starter.checks.terms import check_terms
from courses.starter.checks.tests import check_tests
from courses.starter.checks.words import check_words
from courses.starter.content import Curriculum, Module, Shelf
from courses.starter.room import Room
from courses.starter.texts import Finding

CHECKS: tuple[Callable[[Module, Shelf], Iterator[Finding]], ...] = (
    check_structure, check_placing, check_sizes, check_answers, check_scenes, check_terms, check_laws, check_words,
)  # fmt: skip


def check(curriculum: Curriculum, room: Room | None = None) -> list[Finding]:
    """Everything that is wrong with the content, by file and line; of the room's files where they are given."""
    found = [finding for module in curriculum.modules for rule in CHECKS for finding in rule(module, curriculum.shelf)]
    found += check_tests(curriculum)
    found += check_room(room, curriculum) if room else []
    return sorted(set(found), key=lambda finding: (finding.place.file, finding.place.line, finding.rule))
