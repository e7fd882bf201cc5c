"""The message catalogues, without GNU gettext: `python tools/messages.py extract|check|compile`.

extract: bring locale/*/LC_MESSAGES/django.po up to the strings in the code, keeping what is translated
check:   one line for each string without a sound translation, and exit status 1 (CI)
compile: write the django.mo that Django reads beside each catalogue
"""

import argparse
import io
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CODE = ("courses", "platform", "sessions", "tenants")
TEMPLATES = "templates"
NOT_OURS = {"tests", "migrations", ".venv"}

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?\S|{\w*}")  # %(name)s, %%, {name}
GLUED = re.compile(r"(?<!\w)[وف]?(?:[بلك]|[بلك]?ال|لل)ـ?(?=%\(|{|\d)")  # Arabic writes «في 3 لغات», not «ب3 لغات»
FORMATTED = re.compile(r"%\(\w+\)|%%")

SOURCE_LANGUAGE = "en"
PLURALS = {  # as in Django's own catalogues
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
    "en": "nplurals=2; plural=(n != 1);",
}
FORMS = {language: int(rule[len("nplurals=")]) for language, rule in PLURALS.items()}
# Forms used for one number only: they may say it in words ("نصفا يوم"), so one placeholder may be left out.
NUMBER_IN_WORDS = {"fr": 0, "ar": 3}

Key = tuple[str | None, str]


@dataclass
class Message:
    """A marked string; context and text name it, and `plural` may be empty."""

    context: str | None
    text: str
    plural: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


def read_python(source: str) -> Iterator[Message]:
    """The marked strings of Python code."""
    from babel.messages.extract import extract as babel_extract  # a server compiles, and has no babel

    for _line, found, _notes, context in babel_extract("python", io.BytesIO(source.encode()), KEYWORDS):
        text, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(context, text, plural)


def read_template(source: str) -> Iterator[Message]:
    """The marked strings of a template, from the Python-like text that Django makes of it for xgettext."""
    return read_python("\n".join(line.strip() for line in templatize(source).splitlines()))


def collect(root: Path = ROOT) -> dict[Key, Message]:
    """Every message of the tree, by context and text, in the order of files and lines."""
    messages: dict[Key, Message] = {}
    for path, read in _sources(root):
        name = path.relative_to(root).as_posix()
        for message in read(path.read_text(encoding="utf-8")):
            known = messages.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            if name not in known.files:
                known.files.append(name)
    return messages


def _sources(root: Path) -> Iterator[tuple[Path, Callable[[str], Iterator[Message]]]]:
    for path in sorted(path for folder in CODE for path in (root / folder).rglob("*.py")):
        if NOT_OURS.isdisjoint(path.relative_to(root).parts):
            yield path, read_python
    for path in sorted((root / TEMPLATES).rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path, read_template


def catalogue_path(language: str, root: Path = ROOT) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def merge(old: polib.POFile, messages: dict[Key, Message], language: str) -> polib.POFile:
    """A catalogue of `messages` with the translations, flags and comments of `old`."""
    known = _by_key(old)
    new = polib.POFile(wrapwidth=110)
    new.header = old.header
    new.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": PLURALS[language],
    }
    new.extend(_entry(message, known.get(key), language) for key, message in messages.items())
    return new


def _by_key(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


def _entry(message: Message, old: polib.POEntry | None, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=message.context, msgid=message.text)
    entry.occurrences = [(name, "") for name in message.files]  # no line numbers: diffs stay small
    entry.flags = ["python-format"] if FORMATTED.search(message.text + message.plural) else []
    if old:
        entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
        entry.flags += ["fuzzy"] if old.fuzzy else []
    if message.plural:
        kept = old.msgstr_plural if old else {}
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {form: kept.get(form, "") for form in range(FORMS[language])}
    return entry


def problems(language: str, catalogue: polib.POFile, messages: dict[Key, Message]) -> Iterator[str]:
    """What a reader in `language` would miss, one line each."""
    known = _by_key(catalogue)
    for key, message in messages.items():
        entry = known.get(key)
        if entry is None or bool(entry.msgid_plural) != bool(message.plural):
            yield f"{language}: not in the catalogue, run extract: {message.text!r}"
        elif language != SOURCE_LANGUAGE:
            yield from (f"{language}: {problem}: {message.text!r}" for problem in _faults(entry, language))


def _faults(entry: polib.POEntry, language: str) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.msgid_plural:
        yield from _text_faults(entry.msgstr, entry.msgid, entry.msgid)
        yield from _language_faults(entry.msgstr, language)
        return
    for form in range(FORMS[language]):
        text = entry.msgstr_plural.get(form, "")
        needed = entry.msgid if form == 0 else entry.msgid_plural
        spare = 1 if form < NUMBER_IN_WORDS[language] else 0
        faults = _text_faults(text, needed, entry.msgid_plural, spare)
        for fault in itertools.chain(faults, _language_faults(text, language)):
            yield f"plural form {form} {fault}"


def _language_faults(text: str, language: str) -> Iterator[str]:
    """What no translation into the language may have, whatever it says."""
    if language == "ar" and GLUED.search(text):
        yield "a preposition glued to a number"


def _text_faults(text: str, needed: str, allowed: str, spare: int = 0) -> Iterator[str]:
    """Placeholders of `needed` must stay, all but `spare`; none but these and `allowed` may come."""
    if not text.strip():
        yield "not translated"
        return
    names, must, may = (set(PLACEHOLDER.findall(string)) for string in (text, needed, needed + allowed))
    if len(must - names) > spare:
        yield f"lost {', '.join(sorted(must - names))}"
    if names - may:
        yield f"invented {', '.join(sorted(names - may))}"


def extract() -> int:
    messages = collect()
    for language in PLURALS:
        path = str(catalogue_path(language))
        merge(polib.pofile(path), messages, language).save(path)
    print(f"{len(messages)} messages")
    return 0


def check() -> int:
    messages = collect()
    found: list[str] = []
    for language in PLURALS:
        found += problems(language, polib.pofile(str(catalogue_path(language))), messages)
    print("\n".join(found) or f"{len(messages)} messages, nothing missing")
    return 1 if found else 0


def compile_catalogues(target: Path = ROOT) -> int:
    for language in PLURALS:
        path = catalogue_path(language, target).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        polib.pofile(str(catalogue_path(language))).save_as_mofile(str(path))
    return 0


COMMANDS = {"extract": extract, "check": check, "compile": compile_catalogues}
if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The message catalogues: see the top of this file.")
    parser.add_argument("command", choices=COMMANDS)
    sys.exit(COMMANDS[parser.parse_args().command]())
