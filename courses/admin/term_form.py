"""The form of a glossary term in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.languages import ORDER


class GlossaryTermForm(WagtailAdminModelForm):
    """The term in one language at least, and one wording for each jurisdiction, each error at the field it concerns."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(f"term_{code}") for code in ORDER):
            self.add_error("term_fr", _("Write the term in one language at least."))
        return cleaned

    def is_valid(self) -> bool:
        valid = super().is_valid()
        formset = self.formsets.get("wordings")
        kept = [form for form in formset.forms if not formset._should_delete_form(form)] if formset else []
        return all([valid, *(_wording_is_sound(form, kept[:place]) for place, form in enumerate(kept))])


def _wording_is_sound(form: Any, earlier: list[Any]) -> bool:
    # As it was sent: the formset takes what stands twice out of the cleaned data, and says so in no field.
    jurisdiction = form["jurisdiction"].value()
    if not jurisdiction:
        return not form.errors
    if any(other["jurisdiction"].value() == jurisdiction for other in earlier):
        form.errors.pop("__all__", None)
        form.add_error(
            "jurisdiction",
            _("This jurisdiction has a wording above. Write both in one, or choose another jurisdiction."),
        )
    if not any(form.cleaned_data.get(f"wording_{code}") for code in ORDER):
        form.add_error("wording_fr", _("Write the wording in one language at least."))
    return not form.errors
