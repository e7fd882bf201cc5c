"""Addresses are written the same from tables that languages share (config.lookups) as from Django's own."""

from importlib import import_module

import pytest
from django.urls import URLResolver, include, path, re_path
from django.urls.resolvers import RegexPattern
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from config import lookups

CONFS = ["config.urls_hub", "config.urls_tenant"]
LANGUAGES = ["fr", "ar", "en"]


def nothing(_request):
    raise AssertionError


def translated():
    return {"fr": "figures/", "ar": "arqam/", "en": "numbers/"}[get_language() or "en"]


def fresh(urlpatterns):
    """With tables of its own all the way down: nothing that another test filled."""
    return URLResolver(RegexPattern(r"^/"), [again(one) for one in urlpatterns])


def again(one):
    if not isinstance(one, URLResolver):
        return one
    inner = [again(each) for each in one.url_patterns]
    return URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace)


def tables(resolver):
    """What `reverse` reads, down to each namespace."""
    written = {
        key: [(matches, pattern, defaults, sorted(converters)) for matches, pattern, defaults, converters in entries]
        for key, entries in resolver.reverse_dict.lists()
    }
    spaces = {name: (prefix, tables(inner)) for name, (prefix, inner) in resolver.namespace_dict.items()}
    return written, spaces, resolver.app_dict


def filled(urlpatterns, how, monkeypatch):
    monkeypatch.setattr(URLResolver, "_populate", how)
    resolver, found = fresh(urlpatterns), {}
    for language in LANGUAGES:
        with override(language):
            found[language] = tables(resolver)
    return resolver, found


@pytest.mark.parametrize("conf", CONFS)
def test_shared_tables_say_what_djangos_say(conf, monkeypatch):
    urlpatterns = import_module(conf).urlpatterns
    _resolver, ours = filled(urlpatterns, lookups.fill, monkeypatch)
    _resolver, theirs = filled(urlpatterns, lookups.django_fills, monkeypatch)
    assert ours == theirs
    assert ours["fr"] != ours["ar"]


@pytest.mark.parametrize("conf", CONFS)
def test_below_the_language_they_are_one(conf, monkeypatch):
    resolver, _found = filled(import_module(conf).urlpatterns, lookups.fill, monkeypatch)
    first, *further = (resolver._reverse_dict[language] for language in LANGUAGES)
    assert all(one is not first for one in further)
    below = [one for one in resolver.url_patterns if isinstance(one, URLResolver)]
    assert [len({id(one._reverse_dict[language]) for language in LANGUAGES}) for one in below] == [1] * (
        len(below) - 1
    ) + [len(LANGUAGES)]  # the last are those behind /fr/, /ar/ and /en/


def test_a_translated_address_below_keeps_a_table_for_each(monkeypatch):
    text = lazy(translated, str)
    inner = [path(text(), nothing, name="figures"), path("same/", nothing, name="same")]
    urlpatterns = [path("a/", include([re_path(r"^b/", include(inner))])), path("c/", include([inner[1]]))]
    _resolver, ours = filled(urlpatterns, lookups.fill, monkeypatch)
    _resolver, theirs = filled(urlpatterns, lookups.django_fills, monkeypatch)
    assert ours == theirs
    assert [ours[language][0]["figures"][0][1] for language in LANGUAGES] == [
        r"a/b/figures/\Z", r"a/b/arqam/\Z", r"a/b/numbers/\Z",
    ]  # fmt: skip


def test_both_kinds_of_hosts_share():
    assert URLResolver._populate is lookups.fill
