"""What pages say around words of others: labels before a colon, how many languages an NGO offers."""

import pytest
from django.template import engines
from django.utils.translation import override

from core.templatetags.wasl import mail_parts, unended
from core.text import labelled
from tests.support.clients import TenantClient


@pytest.mark.parametrize(
    ("label", "shown"),
    [("I agree.", "I agree"), ("وأوافق عليه.", "وأوافق عليه"), ("ولأي غرض؟", "ولأي غرض"),
     ("À quelle fin\u00a0?", "À quelle fin"), ("Name", "Name"), ("And then…", "And then")],
)  # fmt: skip
def test_a_label_loses_the_mark_it_ends_with(label, shown):
    assert unended(label) == shown


@pytest.mark.parametrize(("language", "colon"), [("fr", "\u00a0:"), ("ar", ":"), ("en", ":")], ids=["fr", "ar", "en"])
def test_the_colon_after_a_label_is_that_of_the_language(language, colon):
    page = engines["django"].from_string(
        '{% load wasl %}{{ axis|labelled:value }} · {{ axis|labelled }} <b>{{ value }}</b> · <b></b>{{ ""|labelled }}'
    )
    with override(language):
        assert labelled("Type", "50 %") == f"Type{colon} 50 %"
        shown = page.render({"axis": "Type", "value": "a & b"})
    assert shown == f"Type{colon} a &amp; b · Type{colon} <b>a &amp; b</b> · <b></b>{colon}"


def test_a_mail_address_breaks_between_its_parts():
    assert mail_parts("contact@reseau.example") == "contact<wbr>@reseau<wbr>.example"
    assert mail_parts("<b>@x") == "&lt;b&gt;<wbr>@x"


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["fr", "ar"], "en 2 langues, sur tout"),
        (["fr", "ar", "en"], "en 3 langues, sur tout"),
        (["fr"], "formation, sur tout"),
    ],
    ids=["two", "three", "one"],
)
def test_the_first_page_counts_the_languages_of_the_ngo(own_ngo, languages, said):
    own_ngo.languages = languages
    own_ngo.save(update_fields=["languages"])
    assert said in TenantClient(own_ngo).get("/fr/").content.decode()
