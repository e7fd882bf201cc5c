"""What trafficking is, how law and institutions answer it."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.diagrams.shapes import box, diagram, disc, down, flipped, line, ring, text, together


@diagram(
    "three-elements", 240, gettext_lazy("Act, means, purpose"),
    gettext_lazy("Three circles that touch: act, means, purpose. In the middle: trafficking of an adult. Under 18 "
    "the circle of the means fades."),
)  # fmt: skip
def _three_elements() -> SafeString:
    return together(
        [
            ring(118, 92, 72),
            ring(202, 92, 72, "d-fades"),
            ring(160, 160, 72),
            text(96, 64, _("Act")),
            text(226, 64, _("Means")),
            text(160, 200, _("Purpose")),
            text(160, 122, _("Trafficking"), "d-heart"),
            text(276, 204, _("under 18"), "d-small"),
            flipped(mark_safe('<path class="d-line" d="M276 190Q274 160 262 134"/>')),
        ]
    )


@diagram(
    "intensity-scale", 164, gettext_lazy("Scale from hidden work to slavery"),
    gettext_lazy("Three steps: undeclared work; conditions or pay contrary to dignity; trafficking, forced labour, "
    "servitude, slavery."),
)  # fmt: skip
def _intensity_scale() -> SafeString:
    labels = [_("Undeclared work"), _("Conditions or pay against dignity"), _("Trafficking, servitude, slavery")]
    return together(
        [box(8, 8 + 52 * n, 184 + 60 * n, 44, label, ("", "", "d-strong")[n]) for n, label in enumerate(labels)]
    )


@diagram(
    "palermo-and-morocco", 248, gettext_lazy("Palermo and Morocco"),
    gettext_lazy("Two columns. Palermo: act, means, purpose. Morocco: the same, then the threshold of "
    "exploitation: will, freedom to change one’s situation, dignity."),
)  # fmt: skip
def _palermo_and_morocco() -> SafeString:
    three = [_("Act"), _("Means"), _("Purpose")]
    parts = [text(82, 22, _("Palermo"), "d-head"), text(238, 22, _("Morocco"), "d-head")]
    parts += [box(x, 36 + 48 * n, 140, 40, label) for x in (12, 168) for n, label in enumerate(three)]
    return together([*parts, down(238, 180, 14), box(168, 200, 140, 40, _("Threshold"), "d-strong")])


@diagram(
    "iceberg-of-estimates", 232, gettext_lazy("Estimates and what is seen"),
    gettext_lazy("A world estimate above, what services see below: two different measures."),
)  # fmt: skip
def _iceberg() -> SafeString:
    return together(
        [
            mark_safe('<path class="d-box" d="M160 12L232 84H88Z"/>'),
            mark_safe('<path class="d-box d-soft" d="M60 96H260L220 200L160 224L96 196Z"/>'),
            mark_safe('<path class="d-line" d="M8 90q19-8 38 0t38 0t38 0t38 0t38 0t38 0t38 0t38 0"/>'),
            text(160, 70, _("estimated")),
            text(160, 150, _("seen by services")),
        ]
    )


@diagram(
    "eleven-signs", 176, gettext_lazy("Eleven indicators of forced labour"),
    gettext_lazy("Eleven boxes, one for each ILO indicator of forced labour."),
)  # fmt: skip
def _eleven_signs() -> SafeString:
    return together([box(8 + 77 * (n % 4), 8 + 56 * (n // 4), 69, 48, n + 1, "d-soft") for n in range(11)])


@diagram(
    "four-pillars", 216, gettext_lazy("Four pillars"),
    gettext_lazy("Four pillars under one roof: prevent, protect, prosecute, act together."),
)  # fmt: skip
def _four_pillars() -> SafeString:
    labels = [_("Prevent"), _("Protect"), _("Prosecute"), _("Act together")]
    roof = mark_safe('<path class="d-box d-soft" d="M160 8L308 52H12Z"/>')
    pillars = [box(14 + 75 * n, 60, 66, 110, "") for n in range(4)]
    words = [text(47 + 75 * n, 190 + 16 * (n % 2), label, "d-small") for n, label in enumerate(labels)]
    return together([roof, *pillars, *words])


@diagram(
    "moroccan-actors", 300, gettext_lazy("Actors in Morocco"),
    gettext_lazy("The National Commission in the middle; around it: justice, security, labour inspection, NGOs, "
                 "national institutions."),
)  # fmt: skip
def _moroccan_actors() -> SafeString:
    places = [(8, 8, _("Justice")), (164, 8, _("Security")), (8, 182, _("Labour inspection")), (164, 182, _("NGOs"))]
    return together(
        [
            line("M82 52L124 96M238 52L196 96M82 182L124 142M238 182L196 142M160 142V246"),
            *(box(x, y, 148, 44, actor) for x, y, actor in places),
            box(48, 246, 224, 44, _("National institutions")),
            box(60, 94, 200, 50, _("National Commission"), "d-strong"),
        ]
    )


@diagram(
    "timeline-of-laws", 296, gettext_lazy("Milestones in Morocco"),
    gettext_lazy("Four milestones in Morocco. 6 July 2018: the decree that organises the National Commission. 2 "
                 "October 2018: the law on domestic work is in force. 23 May 2019: the Commission is installed. 17 "
                 "March 2023: the national plan and the referral mechanism are adopted."),
)  # fmt: skip
def _timeline_of_laws() -> SafeString:
    stops = [
        ("07/2018", _("Decree on the Commission")), ("10/2018", _("Law on domestic work")),
        ("05/2019", _("Commission installed")), ("03/2023", _("Plan and referral mechanism")),
    ]  # fmt: skip
    parts = [line("M84 20V276")]
    for place, (month, what) in enumerate(stops):
        y = 36 + 72 * place
        parts += [disc(84, y, 9, "", "d-strong"), text(40, y + 5, month, "d-head"), box(102, y - 22, 214, 44, what)]
    return together(parts)
