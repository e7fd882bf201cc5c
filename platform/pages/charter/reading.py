"""What everybody reads of the charter: the words of a version, how many have signed, and who wishes to be named."""

from dataclasses import dataclass
from typing import Any

from core.languages import ORDER, active, direction
from pages.charter.models import CharterVersion, Signature


@dataclass(frozen=True)
class Words:
    """A version in the reader's language, or in the first it is written in."""

    language: str
    heading: str
    body: Any

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class Signatories:
    """`names` of those that wish to be named, by the alphabet; `number` of all."""

    number: int
    names: list[str]

    @property
    def unnamed(self) -> int:
        return self.number - len(self.names)


def words_of(version: CharterVersion) -> Words:
    """As it was published, whatever the page says now."""
    texts = version.texts
    written = [code for code in ORDER if texts[f"body_{code}"] and texts[f"heading_{code}"]]
    code = active() if active() in written else next(iter(written), ORDER[0])
    block = version.page._meta.get_field(f"body_{code}").stream_block
    return Words(code, texts[f"heading_{code}"], block.to_python(texts[f"body_{code}"]))


def signatories(page: Any) -> Signatories:
    """Of every version. One query."""
    rows = Signature.objects.counted().filter(version__page=page).order_by("name_key")
    found = list(rows.values_list("organisation", "is_unnamed"))
    return Signatories(len(found), [name for name, is_unnamed in found if not is_unnamed])
