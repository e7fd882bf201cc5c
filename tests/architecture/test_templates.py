"""Templates: one component draws tables, Django draws fields, and no room links to one above it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LAYERS = ["core", "tenants", "accounts", "people", "certificates", "courses", "sessions", "impact", "network",
          "console", "pages", "config"]  # fmt: skip
# Whose a folder is, where it is not the app of that name; what lies in none is the frame of the site.
ROOMS = {"account": "accounts", "leaving": "pages", "mfa": "accounts", "blocks": "courses", "components": "core",
         "emails": "core", "staff": "accounts", "offline": "config", "wagtailadmin": "core", "": "config"}  # fmt: skip
# Whose a name of addresses is, where it is not the app of that name.
NAMES = {"courses_laws": "courses", "courses_translations": "courses", "courses_writing": "courses",
         "wagtailadmin_pages": "core",
         "first_day": "accounts", "first_steps": "pages", "leaving": "pages", "newsletter": "pages", "charter": "pages",
         "library": "network", "logframes": "network", "staff": "accounts",
         "wagtailsnippets_courses_exercise": "courses"}  # fmt: skip

TABLES = {
    "components/table.html": "the component",
    "courses/admin/translations.html": "rows stand in groups, each under a head of its own",
    "sessions/calendar.html": "a month: cells are days, and none names its row",
}
UPWARD = {
    ("accounts/sign_in.html", "people:join"): "who has no account yet gets one by joining",
    ("mfa/index.html", "people:change_secret"): "a password or a PIN is changed where both are",
    ("certificates/mine.html", "courses:mine"): "who has no certificate yet goes on learning",
    ("people/register.html", "sessions:list"): "an empty register fills by the lists of sessions",
    ("certificates/list.html", "sessions:list"): "those of a session are issued from its page",
}

SOURCES = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.*")}
URL = re.compile(r"{% url ['\"](\w+):[\w-]+['\"]")
OTHER = re.compile(r"{% (?:include|extends) ['\"]([\w-]+)/[^'\"]+['\"]")

ROOT = TEMPLATES.parent
SHEETS = sorted((ROOT / "platform/static/css").glob("*.css"))
CLASS = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
RULES = re.compile(r"/\*.*?\*/|{[^{}]*}", re.DOTALL)  # what stands in a sheet beside its selectors


def _layer(folder: str) -> int | None:
    name = ROOMS.get(folder, folder)
    return LAYERS.index(name) if name in LAYERS else None


def _upward(links: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for name, source in SOURCES.items():
        own = _layer(name.rpartition("/")[0].partition("/")[0])
        for found in links.finditer(source):
            other = _layer(NAMES.get(found[1], found[1]))
            if own is None or other is None:
                yield name, f"{found[1]}: whose?"
            elif other > own:
                yield name, found[0].split()[-1].strip("'\"")


def test_one_component_draws_every_table():
    assert {name for name, source in SOURCES.items() if "<table" in source} == set(TABLES)


def test_fields_are_drawn_by_django():
    includes = [name for name, source in SOURCES.items() if "components/form_field.html" in source]
    assert includes == []


def test_no_template_links_to_an_app_above_its_own():
    assert sorted(set(_upward(URL))) == sorted(UPWARD)


def test_no_template_is_made_of_one_of_an_app_above():
    assert sorted(set(_upward(OTHER))) == []


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("people/x.html", "{% url 'sessions:list' %}", [("people/x.html", "sessions:list")]),
        ("sessions/lists/x.html", "{% url 'people:register' as back %}", []),
        ("people/x.html", "{% url \"nowhere:list\" %}", [("people/x.html", "nowhere: whose?")]),
        ("base.html", "{% url 'impact:dashboard' %}", []),
    ],
    ids=["upward", "downward", "unknown", "frame"],
)  # fmt: skip
def test_a_link_upward_is_found(monkeypatch, name, source, found):
    monkeypatch.setattr("tests.architecture.test_templates.SOURCES", {name: source})
    assert list(_upward(URL)) == found


def _words() -> tuple[set[str], tuple[str, ...]]:
    """What may be a class: each word of the templates, of our scripts and of the code; and beginnings of such as
    `tr-{{ state }}`."""
    scripts = (ROOT / "platform/static/js").glob("*.js")
    code = [path for app in ("courses", "platform", "sessions", "tenants") for path in (ROOT / app).rglob("*.py")]
    text = "\n".join([*SOURCES.values(), *(path.read_text() for path in (*scripts, *code))])
    return set(re.findall(r"[\w-]+", text)), tuple(set(re.findall(r"([\w-]+-){{", text)))


def test_every_class_of_the_style_sheets_is_in_use():
    words, beginnings = _words()
    classes = {(path.name, name) for path in SHEETS for name in CLASS.findall(RULES.sub("{}", path.read_text()))}
    assert len(classes) > 150
    assert {one for one in classes if one[1] not in words and not one[1].startswith(beginnings)} == set()


@pytest.mark.parametrize("name", sorted(name for name in SOURCES if not name.endswith(".typ")))
def test_every_template_can_be_read(name):
    get_template(name)
