"""From a first sign to a referral."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.diagrams.shapes import box, chain, diagram, disc, line, text, together


@diagram(
    "delphi-grid", 304, gettext_lazy("Grid of weighted indicators"),
    gettext_lazy("Six rows, one for each dimension, and three columns: strong, medium, weak."),
)  # fmt: skip
def _delphi_grid() -> SafeString:
    weights = [_("Strong"), _("Medium"), _("Weak")]
    dimensions = [
        _("Deceptive recruitment"), _("Coercive recruitment"), _("Recruitment by abuse of vulnerability"),
        _("Exploitation"), _("Coercion at destination"), _("Abuse of vulnerability at destination"),
    ]  # fmt: skip
    parts = [text(80 + 80 * n, 18, weight, "d-small") for n, weight in enumerate(weights)]
    for row, dimension in enumerate(dimensions):
        parts.append(text(160, 39 + 46 * row, dimension, "d-small"))
        parts += [box(44 + 80 * n, 49 + 46 * row, 72, 14, "", ("d-strong", "d-soft", "")[n]) for n in range(3)]
    return together(parts)


@diagram(
    "indicator-card", 184, gettext_lazy("Indicator card"),
    gettext_lazy("A card with two columns: what I saw or heard; what I do not know yet."),
)  # fmt: skip
def _indicator_card() -> SafeString:
    lines = "".join(f"M24 {y}h120M176 {y}h120" for y in (80, 104, 128, 152))
    return together(
        [
            mark_safe('<rect x="8" y="8" width="304" height="168" rx="8" class="d-box"/>'),
            format_html('<path class="d-line" d="M160 20V164{}"/>', lines),
            text(84, 44, _("Seen or heard"), "d-head"),
            text(236, 44, _("Not yet known"), "d-head"),
        ]
    )


@diagram(
    "from-sign-to-study", 248, gettext_lazy("From a sign to a study"),
    gettext_lazy("A sign leads to a question, the question to a bundle, the bundle to a study made together."),
)  # fmt: skip
def _from_sign_to_study() -> SafeString:
    return chain(
        [_("A sign"), pgettext("of a diagram", "A question"), _("A bundle of signs"), _("A study made together")]
    )


@diagram(
    "three-levels", 184, gettext_lazy("Three levels of analysis"),
    gettext_lazy("Three levels: a first study of the alert, an interview with a lawyer and a social worker, a "
    "decision or a referral."),
)  # fmt: skip
def _three_levels() -> SafeString:
    return chain(
        [_("First study of an alert"), _("Interview with a lawyer and a social worker"), _("Decision or referral")]
    )


@diagram(
    "referral-ladder", 248, gettext_lazy("Referral ladder"),
    gettext_lazy("Four rungs: the situation and the person’s agreement, a request answered within 48 hours, an "
    "accompanied journey, the arrival."),
)  # fmt: skip
def _referral_ladder() -> SafeString:
    labels = [
        _("Situation and agreement"),
        _("Request, answer within 48 hours"),
        _("Journey accompanied"),
        _("Arrival"),
    ]
    return chain([*labels])


@diagram(
    "funnel-of-alerts", 208, gettext_lazy("Funnel of alerts"),
    gettext_lazy("A funnel: many alerts, fewer studied further, fewer interviews, few people accompanied."),
)  # fmt: skip
def _funnel_of_alerts() -> SafeString:
    labels = [_("Alerts"), _("Studied further"), _("Interviews"), _("Accompanied")]
    return together(
        [
            box(8 + 34 * n, 8 + 50 * n, 304 - 68 * n, 42, label, "d-strong" if n == 3 else "")
            for n, label in enumerate(labels)
        ]
    )


@diagram(
    "doors-map", 210, gettext_lazy("Doors around a person"),
    gettext_lazy("A person in the middle, eight doors around: labour law, social service, lawyer, residence, violence, "
                 "childhood, police, other."),
)  # fmt: skip
def _doors_map() -> SafeString:
    doors = [
        _("Labour law"), _("Social service"), pgettext("of a diagram", "Lawyer"), _("Residence"), _("Violence"),
        _("Childhood"), pgettext("of a diagram", "Police"), pgettext("of a diagram", "Other"),
    ]  # fmt: skip
    cells = [(column, row) for row in range(3) for column in range(3) if (column, row) != (1, 1)]
    rays = line(
        "M104 64L128 86M160 64V78M216 64L192 86M104 105H126M216 105H194M104 146L128 124M160 146V132M216 146L192 124"
    )
    around = [
        box(6 + 106 * x, 8 + 74 * y, 96, 48, door, "d-soft d-small") for (x, y), door in zip(cells, doors, strict=True)
    ]
    return together([rays, *around, disc(160, 105, 36, _("Person"), "d-strong")])


@diagram(
    "key-moments", 178, gettext_lazy("Key moments of a case"),
    gettext_lazy("Three key moments of a case: complaint, confrontation, hearing. Somebody stands beside the person at "
                 "each of them."),
)  # fmt: skip
def _key_moments() -> SafeString:
    moments = [_("Complaint"), _("Confrontation"), _("Hearing")]
    parts = [box(8, 8, 304, 162, "", "d-soft")]
    for place, moment in enumerate(moments):
        parts.append(box(18 + 98 * place, 26, 88, 84, moment, "d-small"))
    parts.append(line("M107 68h8m-5-5l5 5l-5 5M205 68h8m-5-5l5 5l-5 5"))
    return together([*parts, text(160, 146, _("somebody beside the person"), "d-head")])
