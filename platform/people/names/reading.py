"""Chooses which of a person's two names a page shows its reader."""

from core.languages import active
from people.models import Person
from people.names.sounds import sounds_of


def name_to_read(person: Person) -> str:
    """The name in the letters of the page, where it is known in them; else as it stands in the register."""
    other = person.name_other_script
    is_arabic = any(sound.is_arabic for sound in sounds_of(other))
    return other if other and is_arabic == (active() == "ar") else person.full_name
