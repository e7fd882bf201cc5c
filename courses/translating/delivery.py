"""A translator's file as it was read, before it is compared with the module."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.translating.markup import Piece

LARGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong, where (`line 12`, `row 3`), and what to do; `unit` is the text's id."""

    why: str
    place: str = ""
    unit: str = ""


class FileRefused(Exception):  # noqa: N818 - says what happened to the file
    """The file cannot be read at all."""

    def __init__(self, why: str, place: str = "") -> None:
        self.problem = Problem(why, place)
        super().__init__(why)


@dataclass(frozen=True)
class Delivered:
    """One text of the file: pieces from XLIFF, a text in our notation from a spreadsheet. `source`: as it was
    translated; None where the file does not say."""

    unit: str
    place: str
    source: "list[Piece] | str | None"
    target: "list[Piece] | str"


@dataclass
class Delivery:
    """`module`: the key of the module it was made from; empty where the file does not say. `language`: its target."""

    module: str
    language: str
    entries: list[Delivered] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check_size(size: int) -> None:
    """Raises FileRefused for a file of more bytes than a module has."""
    if size > LARGEST_FILE:
        why = _("The file is larger than %(size)d MB. Is it the file exported here?")
        raise FileRefused(why % {"size": LARGEST_FILE // 2**20})
