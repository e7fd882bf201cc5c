"""Forms of translated pages in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from core.languages import NAMES, ORDER, direction
from core.translations import source_language, translated_fields

CONFIRMED = _("Up to date with the original")
CONFIRMED_HELP = _("Tick it when the original has changed but this text needs no change.")


class TranslatedPageForm(WagtailAdminPageForm):
    """At least one heading; a language is marked ready only when it has all that its source has; the slug may be left
    empty. `confirmed_<language>`: its text was read again beside the source, and still holds."""

    confirmed_fr = forms.BooleanField(label=CONFIRMED, help_text=CONFIRMED_HELP, required=False)
    confirmed_ar = forms.BooleanField(label=CONFIRMED, help_text=CONFIRMED_HELP, required=False)
    confirmed_en = forms.BooleanField(label=CONFIRMED, help_text=CONFIRMED_HELP, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "heading_fr" in self.fields:  # the first thing one writes, thirty tabs behind the menu
            self.fields["heading_fr"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        headings = {code: self.cleaned_data.get(f"heading_{code}") or "" for code in ORDER}
        if any(headings.values()) and not self.cleaned_data.get("slug"):
            self.cleaned_data["slug"] = self.instance.free_slug(headings, self.parent_page)
        cleaned = super().clean()
        if not any(headings.values()):
            self.add_error("heading_fr", _("Write the heading in one language at least."))
        if self.is_deferred_validation:  # a draft may be incomplete, but not nameless
            return cleaned
        ready = [code for code in ORDER if cleaned.get(f"ready_{code}")]
        if "ready_fr" in self.fields and not ready:
            self.add_error("ready_fr", _("Tick “ready” in one language at least: what is not ready is not shown."))
        for name, error in self._gaps(cleaned, ready):
            self.add_error(name, error)
        return cleaned

    def _gaps(self, cleaned: dict[str, Any], ready: list[str]) -> Iterator[tuple[str, Any]]:
        """The fields that are empty in a ready language though the source has them, with what to do."""
        source = source_language({code: cleaned.get(f"heading_{code}") for code in ORDER})
        for name in translated_fields(type(self.instance)):
            for code in ready:
                field = f"{name}_{code}"
                if field not in self.fields or field in self.errors or cleaned.get(field):
                    continue
                if name == "heading":
                    no_heading = _("%(language)s is marked ready but has no heading. Write it or untick “ready”.")
                    yield field, no_heading % {"language": NAMES[code]}
                elif cleaned.get(f"{name}_{source}"):
                    empty = _("%(language)s is marked ready, but this text, written in %(source)s, is empty. "
                              "Write it, or untick “ready”.")  # fmt: skip
                    yield field, empty % {"language": NAMES[code], "source": NAMES[source]}

    def save(self, commit: bool = True) -> Any:
        self.instance.confirmed_languages = [code for code in ORDER if self.cleaned_data.get(f"confirmed_{code}")]
        return super().save(commit)


class HeadingsWidget(forms.MultiWidget):
    """One input per language, each in its own direction."""

    def __init__(self) -> None:
        super().__init__(
            {
                code: forms.TextInput(attrs={"lang": code, "dir": direction(code), "aria-label": NAMES[code]})
                for code in ORDER
            }
        )

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in ORDER]


class HeadingsField(forms.MultiValueField):
    """Headings by language code; one at least."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(max_length=255, required=False) for _code in ORDER]
        super().__init__(fields, widget=HeadingsWidget(), require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> dict[str, str]:
        return dict(zip(ORDER, values, strict=True)) if values else {}


class TranslatedCopyForm(CopyForm):
    """Asks the copy's heading in each language; `core.wagtail_hooks` writes them to the copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.page.specific
        self.fields["new_title"] = HeadingsField(
            label=_("New heading"),
            initial=page.draft_headings or page.headings(),
            error_messages={"required": _("Write the heading in one language at least.")},
        )

    def clean(self) -> dict[str, Any]:
        """`new_title`, which Wagtail's view takes for a text, becomes the first heading present."""
        cleaned = super().clean()
        self.headings = cleaned.get("new_title") or {}
        cleaned["new_title"] = next(filter(None, self.headings.values()), "")
        return cleaned


def kept_forms(form: Any, relation: str) -> list[Any]:
    """The inline forms of `relation`, in the order shown, without those left empty or to be deleted."""
    formset = form.formsets.get(relation)
    kept = [one for one in formset.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")] if formset else []
    return sorted(kept, key=lambda one: one.cleaned_data.get("ORDER") or 0)
