"""The living page of the design system."""

import pytest

from demo.design.samples import LANGUAGES, THEMES, WORDS
from tenants.models import Tenant
from tests.support.clients import TenantClient

KEYS = [f"{theme}-{language}" for theme in THEMES for language in LANGUAGES]


@pytest.fixture
def page(hub: Tenant) -> str:
    response = TenantClient(hub).get("/_design/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("key", KEYS)
def test_every_theme_is_shown_in_both_directions(page: str, key: str) -> None:
    theme, language = key.split("-")
    way = {"fr": "ltr", "ar": "rtl"}[language]
    assert page.count(f'data-theme="{theme}" lang="{language}" dir="{way}" aria-label="{key}"') == 1


def test_ids_are_unique(page: str) -> None:
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("mark", ["key-message", "callout", "content-note", "law", "form", "roll", "choice", "empty"])
def test_lesson_blocks_and_components_are_there(page: str, mark: str) -> None:
    assert page.count(f'class="{mark}') >= len(KEYS)


def test_both_languages_say_the_same_things() -> None:
    assert _shape(WORDS["fr"]) == _shape(WORDS["ar"])


def _shape(words: object) -> object:
    """The words without their words: keys and lengths."""
    if isinstance(words, dict):
        return {key: _shape(value) for key, value in words.items()}
    return [_shape(word) for word in words] if isinstance(words, list) else type(words)
