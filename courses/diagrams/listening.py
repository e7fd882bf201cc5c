"""Meeting somebody without doing harm."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.diagrams.shapes import box, diagram, disc, flipped, line, text, together


@diagram(
    "safe-room", 172, gettext_lazy("Four doors"),
    gettext_lazy("Four doors: leave quickly, pause, skip a block, ask for help."),
)  # fmt: skip
def _safe_room() -> SafeString:
    doors = [_("Leave quickly"), _("Pause"), _("Skip a block"), _("Ask for help")]
    return together(
        [
            box(12 + 152 * (n % 2), 8 + 84 * (n // 2), 144, 72, label, "d-strong" if n == 0 else "")
            for n, label in enumerate(doors)
        ]
    )


@diagram(
    "ten-principles", 200, gettext_lazy("Ten principles"),
    gettext_lazy("Ten numbered dots, one for each WHO principle; the first, “do no harm”, is the largest."),
)  # fmt: skip
def _ten_principles() -> SafeString:
    nine = [disc(206 + 46 * (n % 3), 54 + 46 * (n // 3), 19, n + 2, "d-soft") for n in range(9)]
    return together(
        [
            disc(88, 100, 76, "", "d-strong"),
            text(88, 92, 1, "d-strong"),
            text(88, 118, _("Do no harm"), "d-strong"),
            *nine,
        ]
    )


@diagram(
    "informed-consent", 272, gettext_lazy("Informed consent"),
    gettext_lazy("Five bubbles in a row: who I am, what I can do, what I note, you may stop, what do you wish."),
)  # fmt: skip
def _informed_consent() -> SafeString:
    bubbles = [_("Who I am"), _("What I can do"), _("What I note"), _("You may stop"), _("What do you wish?")]
    parts = []
    for place, bubble in enumerate(bubbles):
        is_last = place == len(bubbles) - 1
        parts.append(box(112 if is_last else 8, 8 + 52 * place, 200, 42, bubble, "d-strong" if is_last else "d-soft"))
    return together(parts)


@diagram(
    "three-chairs", 226, gettext_lazy("Three chairs"),
    gettext_lazy("Three chairs in a triangle: the person and the professional face each other, the interpreter sits a "
                 "little further back."),
)  # fmt: skip
def _three_chairs() -> SafeString:
    return together(
        [
            line("M98 62H222m-7-5l7 5l-7 5M105 57l-7 5l7 5"),
            flipped(mark_safe('<path class="d-line d-fades" d="M88 90L144 150M232 90L176 150"/>')),
            disc(66, 62, 30, "", "d-strong"),
            disc(254, 62, 30, "", "d-soft"),
            disc(160, 172, 26, ""),
            text(66, 20, _("The person")),
            text(254, 20, _("The professional")),
            text(160, 218, _("The interpreter")),
        ]
    )


@diagram(
    "telephone-and-door", 216, gettext_lazy("Telephone and door"),
    gettext_lazy("Two ways of a first contact. By telephone: distance and anonymity, no gestures. At the door: others "
                 "may see it."),
)  # fmt: skip
def _telephone_and_door() -> SafeString:
    return together(
        [
            box(54, 10, 56, 104, ""),
            line("M74 102h16"),
            flipped(mark_safe('<path class="d-box d-soft" d="M206 114V10h64v104Z"/>')),
            disc(258, 64, 4, "", "d-strong"),
            line("M192 114h92"),
            text(82, 142, _("By telephone"), "d-head"),
            text(238, 142, _("At the door"), "d-head"),
            text(82, 166, _("distance, anonymity"), "d-small"),
            text(82, 186, _("no gestures"), "d-small"),
            text(238, 166, _("others may see it"), "d-small"),
        ]
    )
