"""The catalogues are complete, and the tool that keeps them reads code and templates as gettext would."""

from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]
import pytest
from django.utils import translation

from tools import messages
from tools.messages import Message, merge, problems, read_python, read_template


@pytest.fixture
def compiled(tmp_path: Path, settings: Any) -> None:
    """Django reads the catalogues of the tree, compiled for this test."""
    messages.compile_catalogues(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]


def test_nothing_lacks_a_sound_translation(capsys: pytest.CaptureFixture[str]) -> None:
    status = messages.check()
    assert capsys.readouterr().out.endswith("nothing missing\n")
    assert status == 0


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "Quitter vite"), ("ar", "خروج سريع"), ("en", "Quick exit")], ids=str
)
@pytest.mark.usefixtures("compiled")
def test_django_reads_the_catalogues(language: str, text: str) -> None:
    with translation.override(language):
        assert translation.gettext("Quick exit") == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "شخص واحد في اللائحة"),
        (2, "شخصان في اللائحة"),
        (4, "4 أشخاص في اللائحة"),
        (11, "11 شخصا في اللائحة"),
        (100, "100 شخص في اللائحة"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("compiled")
def test_arabic_has_its_plurals(number: int, text: str) -> None:
    with translation.override("ar"):
        found = translation.ngettext("%(number)s person on the list", "%(number)s people on the list", number)
    assert found % {"number": number} == text


PYTHON = {
    "plain": ('_("Save")', Message(None, "Save")),
    "joined": ('_("One "\n  "two")', Message(None, "One two")),
    "plural": ('ngettext("%(n)s day", "%(n)s days", n)', Message(None, "%(n)s day", "%(n)s days")),
    "context": ('pgettext_lazy("month", "May")', Message("month", "May")),
    "context and plural": ('npgettext("page", "one", "many", n)', Message("page", "one", "many")),
    "left in English": ('gettext_noop("written down")', Message(None, "written down")),
}


@pytest.mark.parametrize(("source", "message"), PYTHON.values(), ids=PYTHON)
def test_python_is_read(source: str, message: Message) -> None:
    assert list(read_python(source)) == [message]


TEMPLATES = {
    "tag": ("{% translate 'Save' %}", Message(None, "Save")),
    "kept in a variable": ('{% translate "Save" as label %}', Message(None, "Save")),
    "context": ('{% translate "Next" context "page" %}', Message("page", "Next")),
    "filter argument": ('{{ name|default:_("Nobody") }}', Message(None, "Nobody")),
    "block as written": ("{% blocktranslate %}\n one\n{% endblocktranslate %}", Message(None, "\n one\n")),
    "trimmed": (
        "{% blocktranslate trimmed %}\n  one\n  two\n{% endblocktranslate %}",
        Message(None, "one two"),
    ),
    "percent sign": ("{% blocktranslate %}{{ n }} %{% endblocktranslate %}", Message(None, "%(n)s %%")),
    "plural": (
        "{% blocktranslate count n=all %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        Message(None, "%(n)s day", "%(n)s days"),
    ),
    "context and plural": (
        '{% blocktranslate count n=all context "page" %}one{% plural %}many{% endblocktranslate %}',
        Message("page", "one", "many"),
    ),
}


@pytest.mark.parametrize(("source", "message"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_read(source: str, message: Message) -> None:
    """Text around it that would be no Python (quotes, brackets, indentation, comments) is no obstacle."""
    around = f"<p class='a'>it’s (half\n      done # {source}\n   <b>\n  {source}</b>"
    around += "{% comment %}_('no'){% endcomment %}"
    assert list(read_template(around)) == [message, message]


def test_merging_keeps_translations_and_drops_what_is_gone() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Next", msgctxt="page", msgstr="Suivant"))
    old.append(polib.POEntry(msgid="Gone", msgstr="Parti"))
    found = [Message("page", "Next", files=["a.html"]), Message("lesson", "Next", files=["a.html", "b.html"])]
    new = merge(old, {message.key: message for message in found}, "fr")
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in new] == [
        ("page", "Next", "Suivant"),
        ("lesson", "Next", ""),
    ]
    assert [entry.occurrences for entry in new] == [[("a.html", "")], [("a.html", ""), ("b.html", "")]]


DAYS = Message(None, "one day", "%(n)s days")
FAULTS = {
    "missing": (Message(None, "Add"), None, ["fr: not in the catalogue, run extract: 'Add'"]),
    "empty": (Message(None, "Add"), {"msgstr": ""}, ["fr: not translated: 'Add'"]),
    "fuzzy": (Message(None, "Add"), {"msgstr": "Ajouter", "flags": ["fuzzy"]}, ["fr: fuzzy: 'Add'"]),
    "lost": (Message(None, "%(n)s left"), {"msgstr": "reste"}, ["fr: lost %(n)s: '%(n)s left'"]),
    "invented": (Message(None, "left"), {"msgstr": "{n} reste"}, ["fr: invented {n}: 'left'"]),
    "percent sign": (Message(None, "80 %% of"), {"msgstr": "80 % de"}, ["fr: lost %%: '80 %% of'"]),
    "plural form": (
        DAYS,
        {"msgid_plural": DAYS.plural, "msgstr_plural": {0: "un jour", 1: ""}},
        ["fr: plural form 1 not translated: 'one day'"],
    ),
    "sound": (DAYS, {"msgid_plural": DAYS.plural, "msgstr_plural": {0: "%(n)s jour", 1: "%(n)s jours"}}, []),
}


@pytest.mark.parametrize(("message", "entry", "lines"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_named(message: Message, entry: dict[str, Any] | None, lines: list[str]) -> None:
    catalogue = polib.POFile()
    if entry is not None:
        catalogue.append(polib.POEntry(msgid=message.text, **entry))
    assert list(problems("fr", catalogue, {message.key: message})) == lines


def test_arabic_may_say_one_and_two_in_words() -> None:
    days = ["لا أيام", "يوم", "يومان", "%(n)s أيام", "%(n)s يوما", "%(n)s يوم"]
    forms = dict(enumerate(days))
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=DAYS.text, msgid_plural=DAYS.plural, msgstr_plural=forms))
    assert list(problems("ar", catalogue, {DAYS.key: DAYS})) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("صفحات ب%(n)s لغات", ["ar: a preposition glued to a number: '%(n)s days'"]),
        ("(ل%(n)s أيام)", ["ar: a preposition glued to a number: '%(n)s days'"]),
        ("وب%(n)s أيام", ["ar: a preposition glued to a number: '%(n)s days'"]),
        ("في %(n)s أيام، ما بين 1 و%(n)s", []),
        ("كتاب %(n)s", []),
    ],
    ids=[
        "with",
        "in brackets",
        "after and",
        "a word of its own, and the and that is written so",
        "a word's last letter",
    ],
)
def test_arabic_writes_a_preposition_apart_from_a_number(text: str, lines: list[str]) -> None:
    message = Message(None, "%(n)s days")
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=message.text, msgstr=text))
    assert list(problems("ar", catalogue, {message.key: message})) == lines
