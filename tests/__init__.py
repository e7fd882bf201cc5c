"""The tests: what they share stands in `support`, its assertions told as those of a test."""

import pytest

pytest.register_assert_rewrite("tests.support", "tests.browser.pages")
