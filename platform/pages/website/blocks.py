"""Blocks of the website's pages beside those of lessons: questions and answers, contacts, help numbers, phases."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks import BodyBlock
from core.codes import region_choices

PHONE = r"^\+?[0-9][0-9 ]{1,18}$"
NO_PHONE = _("Write the number in digits, with + before the country’s code: +212 5 00 00 00 00.")
WORDS = ["bold", "italic", "ol", "ul", "link", "document-link"]
ROLE_ADDRESS = _("The address of a role (contact@…), never a person’s own.")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=WORDS)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "pages/website/blocks/question.html"


class ContactBlock(blocks.StructBlock):
    """A way to reach somebody by their role: no form, so no message is ever kept here."""

    purpose = blocks.CharBlock(label=_("What for"), max_length=120)
    email = blocks.EmailBlock(label=_("Mail address"), required=False, help_text=ROLE_ADDRESS)
    phone = blocks.RegexBlock(
        PHONE, label=_("Phone"), required=False,
        error_messages={"invalid": NO_PHONE},
    )  # fmt: skip
    hours = blocks.CharBlock(label=_("When"), max_length=120, required=False)

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "pages/website/blocks/contact.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["email"] or cleaned["phone"]):
            missing = ValidationError(_("Give a mail address or a phone number."))
            raise blocks.StructBlockValidationError({"email": missing})
        return cleaned


COUNTRIES = [("MA", _("Morocco")), ("FR", _("France")), ("INT", _("International"))]


class HelpNumber(blocks.StructValue):
    @property
    def country_label(self) -> str:
        return str(dict(COUNTRIES).get(self["country"], ""))


class HelpNumberBlock(blocks.StructBlock):
    """A number to call for help, with the day on which somebody last called it."""

    service = blocks.CharBlock(label=_("Service"), max_length=120)
    phone = blocks.RegexBlock(
        PHONE, label=_("Phone"),
        error_messages={"invalid": NO_PHONE},
    )  # fmt: skip
    country = blocks.ChoiceBlock(choices=COUNTRIES, label=_("Country"))
    hours = blocks.CharBlock(label=_("When"), max_length=120, required=False)
    checked_on = blocks.DateBlock(label=_("Checked on"), help_text=_("The day on which somebody last called it."))

    class Meta:
        icon = "mobile-alt"
        label = _("Help number")
        value_class = HelpNumber
        template = "pages/website/blocks/help_number.html"


class PhaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    starts_on = blocks.DateBlock(label=_("From"))
    ends_on = blocks.DateBlock(label=_("To"))
    text = blocks.RichTextBlock(label=_("Text"), features=WORDS, required=False)

    class Meta:
        icon = "date"
        label = _("Phase")
        template = "pages/website/blocks/phase.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["ends_on"] < cleaned["starts_on"]:
            early = ValidationError(_("This is before the day it begins. Correct one of the two dates."))
            raise blocks.StructBlockValidationError({"ends_on": early})
        return cleaned


class OrganisationBlock(blocks.StructBlock):
    """An organisation, never a person: who it is, what it does, how its role is reached, where it works."""

    name = blocks.CharBlock(label=_("Organisation"), max_length=160)
    text = blocks.TextBlock(label=_("What it does"), max_length=400, required=False)
    email = blocks.EmailBlock(label=_("Mail address"), required=False, help_text=ROLE_ADDRESS)
    site = blocks.URLBlock(label=_("Website"), required=False)
    region = blocks.ChoiceBlock(choices=region_choices, label=_("Region"), required=False)

    class Meta:
        icon = "group"
        label = _("Organisation")
        template = "pages/website/blocks/organisation.html"


class MeetingBlock(blocks.StructBlock):
    """A meeting or seminar of our own: the city alone, never an address."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    starts_on = blocks.DateBlock(label=_("From"))
    ends_on = blocks.DateBlock(label=_("To"), required=False)
    city = blocks.CharBlock(label=_("City"), max_length=80, help_text=_("The city alone: no street, no building."))
    text = blocks.TextBlock(label=_("Text"), max_length=400, required=False)

    class Meta:
        icon = "date"
        label = _("Meeting")
        template = "pages/website/blocks/meeting.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["ends_on"] and cleaned["ends_on"] < cleaned["starts_on"]:
            early = ValidationError(_("This is before the day it begins. Correct one of the two dates."))
            raise blocks.StructBlockValidationError({"ends_on": early})
        return cleaned


class ChannelBlock(blocks.StructBlock):
    """A way out to a channel of the NGO's own: to report a situation, or to give. Nothing is reported here."""

    purpose = blocks.ChoiceBlock(
        choices=[("report", _("Report a situation")), ("give", _("Give"))], label=_("What for"), default="report"
    )
    address = blocks.URLBlock(label=_("Address"))
    text = blocks.TextBlock(label=_("What whoever follows it should know"), max_length=400, required=False)

    class Meta:
        icon = "link-external"
        label = _("Link to a channel of ours")
        template = "pages/website/blocks/channel.html"


class SiteBodyBlock(BodyBlock):
    """The body of a page of the website."""

    question = QuestionBlock()
    contact = ContactBlock()
    help_number = HelpNumberBlock()
    phase = PhaseBlock()
    organisation = OrganisationBlock()
    meeting = MeetingBlock()
    channel = ChannelBlock()
