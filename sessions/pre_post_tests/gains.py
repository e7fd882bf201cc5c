"""The gain between the test before and the test after (definitions.md, GAIN): matched pairs only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from core.rounding import round_half_away
from sessions.models import TestScore, TrainingSession
from sessions.rules import scores_of_people


def summarize_gain(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Pairs, means in percent, Hake's g and how many improved; `of` counts everyone with any test.

    Rows bear `people`, `pre`, `pre_maximum`, `post`, `post_maximum`; None where there is no such test.
    """
    rows = list(rows)
    pairs = improved = 0
    pre_sum = post_sum = Fraction(0)
    for row in rows:
        if row["pre"] is None or row["post"] is None:
            continue
        pre = Fraction(100 * row["pre"]) / Fraction(row["pre_maximum"])
        post = Fraction(100 * row["post"]) / Fraction(row["post_maximum"])
        pairs += row["people"]
        improved += row["people"] * (post > pre)
        pre_sum += row["people"] * pre
        post_sum += row["people"] * post
    gain: dict[str, Any] = {"pairs": pairs, "of": sum(row["people"] for row in rows)}
    pre_mean, post_mean = (pre_sum / pairs, post_sum / pairs) if pairs else (None, None)
    gain["pre_percent"] = None if pre_mean is None else round_half_away(pre_mean, 1)
    gain["post_percent"] = None if post_mean is None else round_half_away(post_mean, 1)
    gain["hake_g"] = (
        None
        if pre_mean is None or post_mean is None or pre_mean == 100
        else round_half_away((post_mean - pre_mean) / (100 - pre_mean), 3)
    )
    return gain | {"improved": improved}


def scores_by_person(session: TrainingSession) -> dict[int, dict[str, TestScore]]:
    """Kind -> score, by person id."""
    found: dict[int, dict[str, TestScore]] = defaultdict(dict)
    for score in scores_of_people(session.test_scores.all()):
        found[score.who][score.kind] = score
    return dict(found)


def session_gain(session: TrainingSession) -> dict[str, Any]:
    """The gain of one session."""
    rows = []
    for scores in scores_by_person(session).values():
        row: dict[str, Any] = {"people": 1}
        for kind in TestScore.Kind.values:
            score = scores.get(kind)
            row |= {kind: score and score.score, f"{kind}_maximum": score and score.maximum}
        rows.append(row)
    return summarize_gain(rows)
