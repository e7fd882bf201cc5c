"""Whether a question can be answered, said at the field that must change."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import kept_forms
from core.languages import NAMES, ORDER


def question_is_sound(form: Any) -> bool:
    """Whether the question can be answered in every language it is written in; errors are put on the forms."""
    written = [code for code in ORDER if form.cleaned_data.get(f"text_{code}")]
    if not written:
        form.add_error("text_fr", _("Write the question in one language at least."))
        return False
    check, relations = _CHECKS[form.cleaned_data["kind"]]
    problem = check(form)
    if problem:
        form.add_error("kind", problem)
    parts = [part for relation in relations for part in kept_forms(form, relation)]
    parts += [item for part in parts for item in kept_forms(part, "items")]
    for part in parts:
        _ask_for_missing(part, written)
    return not any(each.errors for each in (form, *parts))


def asked_forms(form: Any) -> list[Any]:
    """The inline forms of an exercise's questions that are asked: not those archived."""
    return [one for one in kept_forms(form, "questions") if not one.cleaned_data.get("archived")]


def refuse_losses(exercise: Any, answered: list[Any]) -> bool:
    """Whether the answered questions keep all that may have been chosen; what would be lost is said on top: the form of
    a thing to be deleted is not seen."""
    sound = True
    for form in answered:
        if form.cleaned_data.get("DELETE"):
            message = _("The question “%(question)s” was answered and cannot be deleted. Keep it and tick “archived”.")
        elif _loses_things(form):
            message = _("The question “%(question)s” was answered and you deleted a part of it. Keep all its parts, or "
                        "archive the question and write a new one.")  # fmt: skip
        else:
            continue
        exercise.add_error(None, message % {"question": form.instance})
        sound = False
    return sound


def _loses_things(form: Any) -> bool:
    formsets = [formset for name in ("choices", "groups") if (formset := form.formsets.get(name))]
    parts = [part for formset in formsets for part in formset.forms if part.instance.pk]
    items = [formset for part in parts if (formset := getattr(part, "formsets", {}).get("items"))]
    parts += [part for formset in items for part in formset.forms if part.instance.pk]
    return any(part.cleaned_data.get("DELETE") for part in parts)


def _ask_for_missing(part: Any, written: list[str]) -> None:
    """A participant who reads the question in a language reads all of it."""
    for code in written:
        if not part.cleaned_data.get(f"text_{code}"):
            message = _("The question is written in this language (%(language)s): write this too.")
            part.add_error(f"text_{code}", message % {"language": NAMES[code]})


def _check_single(form: Any) -> Any:
    if len(_right(form)) > 1:
        return _("Two or more choices are marked right. Choose “Several right answers”.")
    return _check_multiple(form)


def _check_multiple(form: Any) -> Any:
    if len(kept_forms(form, "choices")) < 2:
        return _("Write two choices at least.")
    return None if _right(form) else _("No choice is marked right. Tick the right one.")


def _check_order(form: Any) -> Any:
    """What is not marked right endangers somebody: the steps are the others."""
    if len(_right(form)) < 2:
        return _("Mark two steps at least as right: their order is that of the rows.")
    return None


def _check_groups(form: Any) -> Any:
    groups = kept_forms(form, "groups")
    for group in groups:
        if not kept_forms(group, "items"):
            group.add_error(None, _("Nothing belongs to this group. Add an item, or delete the group."))
    return None if len(groups) >= 2 else _("Write two groups at least, each with what belongs to it.")


def _check_list(form: Any) -> Any:
    for indicator in kept_forms(form, "choices"):
        if not indicator.cleaned_data.get("dimension"):
            indicator.add_error("dimension", _("Choose the dimension of this indicator."))
        if not indicator.cleaned_data.get("weight"):
            indicator.add_error("weight", _("Choose the weight of this indicator."))
    return None if _right(form) else _("No indicator is present in the facts. Tick “right” at those that are.")


def _right(form: Any) -> list[Any]:
    return [choice for choice in kept_forms(form, "choices") if choice.cleaned_data.get("correct")]


# What is checked of each kind, and which inline forms belong to it; what belongs to another kind is not used.
_CHECKS: dict[str, tuple[Callable[[Any], Any], tuple[str, ...]]] = {
    "single": (_check_single, ("choices",)),
    "multiple": (_check_multiple, ("choices",)),
    "true_false": (lambda form: None, ()),
    "ordering": (_check_order, ("choices",)),
    "sorting": (_check_groups, ("groups",)),
    "matching": (_check_groups, ("groups",)),
    "checklist": (_check_list, ("choices",)),
}
