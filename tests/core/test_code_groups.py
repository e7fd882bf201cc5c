"""What codes roll up to: every code in exactly one group (definitions.md, section 8, 2)."""

from core.codes import CATEGORIES_OF_GROUP, GROUP_OF_AGE, GROUP_OF_CATEGORY, NOT_PROFESSIONAL, AgeBand, Category


def test_every_category_is_in_exactly_one_group():
    listed = [category.value for categories in CATEGORIES_OF_GROUP.values() for category in categories]
    assert sorted(listed) == sorted(Category.values)


def test_who_is_no_professional_is_a_group_of_its_own():
    assert {code for code, group in GROUP_OF_CATEGORY.items() if group == "student_public"} == set(NOT_PROFESSIONAL)


def test_every_age_band_is_in_one_group():
    assert GROUP_OF_AGE == {"-25": "under_35", "25-34": "under_35", "35-49": "35_and_over", "50+": "35_and_over"}
    assert set(GROUP_OF_AGE) == set(AgeBand.values)
