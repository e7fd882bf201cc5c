"""What the design page shows: the words of samples.json, arranged for `templates/design.html`."""

import datetime
import json
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from core.charts import BarChart, ColumnChart, Row, bar_chart, column_chart
from core.languages import direction
from core.tables import Badge, Column, DataTable, Link, data_table

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))
LANGUAGES = ("fr", "ar")
THEMES = ("light", "dark")

URL = "#content"
BADGES = {"planned": "", "done": "done", "wrong": "wrong", "current": "current"}
PEOPLE = (512, 384, 297, 241, 145, None)  # by region; the last one is withheld
PER_MONTH = (42, 88, 117, 64, 203, 312, 96, 0, 181, 268, 297, 119)
BUSIEST = PER_MONTH.index(max(PER_MONTH))
PRESENT_AND_HOURS = ((34, "7,5"), (29, "7,5"), (0, "0"), (0, "0"))


def sample(language: str, theme: str) -> dict[str, Any]:
    """One column of the page; `key` keeps its ids apart from the other columns'."""
    words, key = WORDS[language], f"{theme}-{language}"
    return words["texts"] | {
        "key": key,
        "theme": theme,
        "lang": language,
        "dir": direction(language),
        "breadcrumbs": [{"url": URL, "label": label} for label in words["breadcrumbs"]],
        "tabs": [{"url": URL, "label": label, "current": not at} for at, label in enumerate(words["tabs"])],
        "badges": [{"text": text, "kind": BADGES[state]} for state, text in words["badges"].items()],
        "choices": [choice | {"id": f"{key}-{choice['value']}"} for choice in words["choices"]],
        "bars": _bars(language),
        "columns": _columns(language),
        "table": _table(language, theme),
        "page": _page(),
        "form": SampleForm(words["typed"], words=words["form"], auto_id=f"{key}-%s"),
        "blocks": _blocks(language),
    }


class SampleForm(forms.Form):
    """A field of each kind, sent with mistakes so that the errors show."""

    title = forms.CharField()
    email = forms.EmailField(required=False)
    modality = forms.ChoiceField()
    language = forms.ChoiceField(choices=[("fr", "Français"), ("ar", "العربية")])
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField()

    def __init__(self, data: dict[str, str], *, words: dict[str, str], auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        modes = [(mode, words[mode]) for mode in ("in_person", "online")]
        self.fields["modality"] = forms.ChoiceField(choices=modes, widget=forms.RadioSelect)
        for name, field in self.fields.items():
            field.label = words[name]
        self.fields["title"].help_text = words["help"]


def _bars(language: str) -> BarChart:
    words = WORDS[language]["charts"]
    rows = [
        Row(region, people, "" if people is not None else words["withheld"])
        for region, people in zip(words["regions"], PEOPLE, strict=True)
    ]
    return bar_chart(
        rows,
        rtl=direction(language) == "rtl",
        unit_label=words["unit"],
        highlight=words["regions"][0],
        label_header=words["region"],
    )


def _columns(language: str) -> ColumnChart:
    words = WORDS[language]["charts"]
    return column_chart(
        [Row(month, people) for month, people in zip(words["months"], PER_MONTH, strict=True)],
        rtl=direction(language) == "rtl",
        unit_label=words["unit"],
        highlight=words["months"][BUSIEST],
        label_header=words["month"],
    )


def _table(language: str, theme: str) -> DataTable:
    words, badges = WORDS[language]["table"], WORDS[language]["badges"]
    columns = [Column(label, numeric=at > 2) for at, label in enumerate(words["columns"])]
    rows = [
        (Link(title, URL), date, Badge(badges[state], BADGES[state]), *numbers)
        for (title, date, state), numbers in zip(words["rows"], PRESENT_AND_HOURS, strict=True)
    ]
    return data_table(words["caption"][theme], columns, rows)


def _page() -> Page:
    return Paginator(range(170), 20).page(3)


def _blocks(language: str) -> list[dict[str, Any]]:
    """The blocks of lessons that need nothing from the database: template and value."""
    blocks = WORDS[language]["blocks"]
    law = blocks["law_reference"]
    since = datetime.date.fromisoformat(law["valid_from"])
    values = blocks | {"law_reference": law | {"valid_from": since}}
    return [{"template": f"blocks/{name}.html", "value": value} for name, value in values.items()]
