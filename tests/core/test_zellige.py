"""Patterns and tiles: the same for the same seed, light, filled as far as one has come."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.templatetags.look import icon
from core.zellige import PETALS, pattern, ring, tile


@given(st.text(max_size=40))
def test_a_pattern_is_light_and_the_same_for_its_seed(seed):
    drawn = pattern(seed)
    assert len(drawn.encode()) <= 3_000
    assert drawn == pattern(seed)
    assert set(re.findall(r'class="([^"]+)"', drawn)) <= {"zellige", "z-ground", "z-a", "z-b", "z-line", "z-jewel"}


def test_organisations_have_patterns_of_their_own():
    shapes = {re.sub(r"z[0-9a-f]{6}", "z", pattern(f"ngo {number}")) for number in range(40)}
    assert len(shapes) > 20


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_tile_fills_petal_by_petal_and_its_jewel_is_set_last(done, total):
    drawn = tile("module", done, total)
    full, empty = re.search(r'z-full" d="([^"]*)"', drawn)[1], re.search(r'z-empty" d="([^"]*)"', drawn)[1]
    assert (full + empty).count("M") == PETALS
    assert full.count("M") == (PETALS * min(done, total) // total if total else 0)
    assert ('class="z-jewel"' in drawn) is (total > 0 and done >= total)


def test_stars_of_the_lattice_touch_tip_to_tip():
    tips = [point for star in (ring(48, 48, 48), ring(144, 48, 48)) for point in star[::2]]
    assert any(abs(x - 96) < 1e-9 and abs(y - 48) < 1e-9 for x, y in tips[:8])
    assert any(abs(x - 96) < 1e-9 and abs(y - 48) < 1e-9 for x, y in tips[8:])


@pytest.mark.parametrize(("name", "flips"), [("clock", False), ("arrow-right", True)])
def test_an_icon_is_hidden_from_readers_and_mirrored_where_it_means_a_direction(name, flips):
    drawn = icon(name)
    assert drawn.startswith(f'<svg class="icon{" icon--flips" if flips else ""}"')
    assert 'aria-hidden="true"' in drawn
    assert 'stroke-width="1.75"' in drawn
