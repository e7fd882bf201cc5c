"""Forms of translated pages in the Wagtail admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from core.languages import NAMES, ORDER, direction


class TranslatedPageForm(WagtailAdminPageForm):
    """At least one heading; a language is marked ready only when its heading is there; the slug may be left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_deferred:  # a draft may still be incomplete, but not nameless
            self._require_heading(cleaned)
            return cleaned
        self._require_heading(cleaned)
        for code in ORDER:
            if cleaned.get(f"ready_{code}") and not cleaned.get(f"heading_{code}"):
                self.add_error(
                    f"heading_{code}",
                    _("%(language)s is marked ready but has no heading. Write it or untick “ready”.")
                    % {"language": NAMES[code]},
                )
        return cleaned

    @property
    def is_deferred(self) -> bool:
        return bool(getattr(self, "defer_required_fields_called", False))

    def _require_heading(self, cleaned: dict[str, Any]) -> None:
        if not any(cleaned.get(f"heading_{code}") for code in ORDER):
            self.add_error("heading_fr", _("Write the heading in one language at least."))


class TranslatedCopyForm(CopyForm):
    """Asks the copy's heading in each language; `core.wagtail_hooks` writes them to the copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.page.specific
        headings = {}
        for code in ORDER:
            headings[f"new_heading_{code}"] = forms.CharField(
                initial=page.draft_headings.get(code) or getattr(page, f"heading_{code}"),
                required=False,
                max_length=255,
                label=_("New heading (%(language)s)") % {"language": NAMES[code]},
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code)}),
            )
        self.fields = headings | self.fields
        self.fields["new_title"].required = False
        self.fields["new_title"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        headings = [cleaned.get(f"new_heading_{code}") for code in ORDER]
        first = next((heading for heading in headings if heading), "")
        if not first:
            self.add_error("new_heading_fr", _("Write the heading in one language at least."))
        cleaned["new_title"] = first
        return cleaned

    def headings(self) -> dict[str, str]:
        """The copy's headings by language code."""
        return {code: self.cleaned_data[f"new_heading_{code}"] for code in ORDER}
