"""Codes: unguessable, and read however they were typed."""

import math

import pytest

from certificates.codes import ALPHABET, grouped, new_code, plain


def test_a_code_is_of_60_bits_and_of_unambiguous_signs():
    assert math.log2(len(set(ALPHABET)) ** len(new_code())) == 60
    assert set("OILU") & set(ALPHABET) == set()
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert set("".join(codes)) == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    ["7K2M9QXR4B01", "7K2M-9QXR-4B01", " 7k2m 9qxr_4b01 ", "7K2M–9QXR–4BOI", "7k2m9qxr4bol", "٧K٢M-٩QXR-٤B٠١"],
)  # fmt: skip
def test_case_separators_and_misread_letters_do_not_matter(typed):
    assert plain(typed) == "7K2M9QXR4B01"


def test_what_is_longer_than_a_code_is_none():
    assert plain("7K2M9QXR4B01" + "7K2M9QXR4B01") == "7K2M9QXR4B017"


def test_a_code_is_printed_in_groups():
    assert grouped("7K2M9QXR4B01") == "7K2M-9QXR-4B01"
