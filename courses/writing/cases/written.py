"""What the graph sends: scenes and decisions, each by its key; where a decision leads is said by the scene’s key."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.languages import ORDER
from courses.models import CRITERIA, Exercise, Option, Scene

SCENE_TEXTS, OPTION_TEXTS = ("heading", "text", "rule", "source"), ("text", "feedback")
MOST_NUMBER, MOST_EFFECT = 32_767, 3
Texts = dict[str, str]  # `text_fr` -> its text


@dataclass
class WrittenOption:
    """A decision. `leads_to`: the key of a scene; `number`: of one that is not there."""

    key: str
    texts: Texts
    leads_to: str
    number: int
    effects: dict[str, int]
    endangers: bool


@dataclass
class WrittenScene:
    """A scene with its decisions."""

    key: str
    number: int
    outcome: str
    texts: Texts
    options: list[WrittenOption] = field(default_factory=list)


def read_posted(data: QueryDict) -> list[WrittenScene]:
    """The scenes in their order. Raises ValidationError."""
    return [_scene(data, _key(sent)) for sent in dict.fromkeys(data.getlist("scene"))]


def _key(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise ValidationError(_("This page is no longer sound. Load it again.")) from error


def _scene(data: QueryDict, key: str) -> WrittenScene:
    name = f"scene-{key}"
    number, outcome = data.get(f"{name}-number", "").strip(), data.get(f"{name}-outcome", "")
    if not number.isascii() or not number.isdecimal() or not 0 < int(number) <= MOST_NUMBER:
        raise ValidationError(
            _("The number of a scene is a whole number from 1. Correct “%(number)s”.") % {"number": number}
        )
    if outcome not in Scene.Outcome.values:
        raise ValidationError(_("This page is no longer sound. Load it again."))
    options = [_option(data, _key(sent)) for sent in dict.fromkeys(data.getlist(f"{name}-options")) if sent]
    return WrittenScene(key, int(number), outcome, _texts(data, name, Scene, SCENE_TEXTS), options)


def _option(data: QueryDict, key: str) -> WrittenOption:
    name = f"option-{key}"
    target = data.get(f"{name}-leads_to", "")
    is_number = target.isascii() and target.isdecimal()
    return WrittenOption(
        key,
        _texts(data, name, Option, OPTION_TEXTS),
        "" if is_number or not target else _key(target),
        min(int(target), MOST_NUMBER) if is_number else 0,
        {criterion: _effect(data.get(f"{name}-{criterion}", "0")) for criterion in CRITERIA},
        bool(data.get(f"{name}-endangers")),
    )


def _effect(text: str) -> int:
    try:
        number = int(text or 0)
    except ValueError:
        number = MOST_EFFECT + 1
    if abs(number) > MOST_EFFECT:
        raise ValidationError(_("An effect is a whole number from -3 to 3. Correct “%(number)s”.") % {"number": text})
    return number


def _texts(data: QueryDict, name: str, model: Any, fields: tuple[str, ...]) -> Texts:
    found = {f"{field}_{code}": data.get(f"{name}-{field}-{code}", "").strip() for field in fields for code in ORDER}
    for column, text in found.items():
        longest = model._meta.get_field(column).max_length
        if longest and len(text) > longest:
            too_long = _("“%(text)s…” is longer than %(most)d characters. Shorten it.")
            raise ValidationError(too_long % {"text": text[:30], "most": longest})
    return found


def is_foreign(exercise: Exercise, scenes: list[WrittenScene]) -> bool:
    """Whether a key is another exercise's: then nothing of this is sound."""
    keys, inner = [scene.key for scene in scenes], [option.key for scene in scenes for option in scene.options]
    return (
        Scene.objects.filter(key__in=keys).exclude(exercise=exercise.pk).exists()
        or Option.objects.filter(key__in=inner).exclude(scene__exercise=exercise.pk).exists()
    )
