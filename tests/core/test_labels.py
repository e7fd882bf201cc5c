"""What pages say around words of others: labels before a colon, how many languages an NGO offers."""

import pytest

from core.templatetags.wasl import unended
from tests.support.clients import TenantClient


@pytest.mark.parametrize(
    ("label", "shown"),
    [("I agree.", "I agree"), ("وأوافق عليه.", "وأوافق عليه"), ("ولأي غرض؟", "ولأي غرض"),
     ("À quelle fin\u00a0?", "À quelle fin"), ("Name", "Name"), ("And then…", "And then")],
)  # fmt: skip
def test_a_label_loses_the_mark_it_ends_with(label, shown):
    assert unended(label) == shown


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
