"""wagtailmedia speaks Arabic: with words that are its own, and that our catalogues have."""

from pathlib import Path

import polib
import pytest
import wagtailmedia
from django.utils.translation import gettext, override

from core.languages import is_arabic
from core.media_words import WORDS

THEIRS = {
    entry.msgid for entry in polib.pofile(str(Path(wagtailmedia.__file__).parent / "locale/en/LC_MESSAGES/django.po"))
}


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_one_of_the_package_and_said_in_arabic(word):
    assert word in THEIRS
    with override("ar"):
        assert is_arabic(gettext(word))
