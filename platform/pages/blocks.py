"""Stream blocks of an NGO's front page: what it arranges, logos of those who stand behind it, numbers for help."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from core.blocks import BodyBlock

PARTS = (
    "steps",
    "courses",
    "news",
    "library",
    "next_session",
    "figures",
)  # what the page shows by itself, where nobody places it
DIALLED = RegexValidator(r"^[+0-9][0-9 ().-]*$", _("Write a number as it is dialled: digits, and spaces between them."))


class PartBlock(blocks.StaticBlock):
    """A part of the page that says what the platform knows; the NGO chooses its place."""

    def __init__(self, label: Any, template: str, **kwargs: Any) -> None:
        text = _("Stands here instead of at its usual place; what it says comes by itself.")
        super().__init__(label=label, template=template, admin_text=text, **kwargs)


class LogoBlock(blocks.StructBlock):
    """Who stands behind the organisation: the name is read where the picture is not seen."""

    name = blocks.CharBlock(label=_("Name"), max_length=80)
    logo = ImageChooserBlock(label=_("Logo"), required=False)
    address = blocks.URLBlock(label=_("Address of its site"), required=False)


class LogosBlock(blocks.StructBlock):
    """Logos in one row, all of one height."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    logos = blocks.ListBlock(LogoBlock(), label=_("Logos"), min_num=1, max_num=12)

    class Meta:
        icon = "group"
        label = _("Who stands behind us")
        template = "pages/home/logos.html"


class NumberBlock(blocks.StructBlock):
    """A number for help, with what it is for."""

    number = blocks.CharBlock(label=_("Number"), max_length=24, validators=[DIALLED])
    purpose = blocks.CharBlock(label=_("What it is for"), max_length=120)

    class Meta:
        icon = "help"


class NumbersBlock(blocks.StructBlock):
    """Numbers for help, with the day on which somebody last checked them."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    checked_on = blocks.DateBlock(label=_("Checked on"))
    numbers = blocks.ListBlock(NumberBlock(), label=_("Numbers"), min_num=1, max_num=8)

    class Meta:
        icon = "help"
        label = _("Numbers for help")
        template = "pages/home/numbers.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        dialled = [entry["number"].replace(" ", "") for entry in cleaned["numbers"]]
        if twice := next((one for one in dialled if dialled.count(one) > 1), ""):
            said = ValidationError(
                _("The number %(number)s stands here twice. Take one away."), params={"number": twice}
            )
            raise blocks.StructBlockValidationError({"numbers": said})
        return cleaned


class HomeBodyBlock(BodyBlock):
    """A front page: texts, and the parts of the page in the order the NGO likes."""

    steps = PartBlock(_("How it works, in three steps"), "pages/home/steps.html", icon="list-ol")
    courses = PartBlock(_("The courses"), "pages/home/courses.html", icon="list-ul")
    news = PartBlock(_("The newest pieces of news"), "pages/home/news.html", icon="doc-full")
    library = PartBlock(_("The newest files of the library"), "pages/home/library.html", icon="download")
    next_session = PartBlock(_("The next session"), "pages/home/next_session.html", icon="date")
    figures = PartBlock(_("Published figures"), "pages/home/figures.html", icon="table")
    logos = LogosBlock()
    numbers = NumbersBlock()

    class Meta:
        block_counts = BodyBlock._meta_class.block_counts | {name: {"max_num": 1} for name in (*PARTS, "numbers")}
