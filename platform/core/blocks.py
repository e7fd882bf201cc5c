"""Stream blocks of lessons and articles: what they hold; their looks are in templates/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from core.codes import Jurisdiction

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class CallOutBlock(blocks.StructBlock):
    """A point set apart from the running text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "help"
        label = _("Call-out")
        template = "blocks/callout.html"


class LawReferenceBlock(blocks.StructBlock):
    """A rule of law with the dates between which it holds: laws quoted without a date mislead."""

    jurisdiction = blocks.ChoiceBlock(choices=Jurisdiction.choices, label=_("Jurisdiction"))
    article = blocks.CharBlock(label=_("Article"), max_length=120)
    text = blocks.TextBlock(label=_("What it says"))
    valid_from = blocks.DateBlock(label=_("Valid from"), required=False)
    valid_to = blocks.DateBlock(label=_("Valid to"), required=False)
    source = blocks.CharBlock(label=_("Source"), max_length=200)
    to_check = blocks.BooleanBlock(label=_("To be checked by a jurist"), required=False, default=True)

    class Meta:
        icon = "doc-full"
        label = _("Law reference")
        template = "blocks/law_reference.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["valid_from"] and cleaned["valid_to"] and cleaned["valid_to"] < cleaned["valid_from"]:
            late = ValidationError(_("“Valid to” is before “valid from”. Correct one of the two dates."))
            raise blocks.StructBlockValidationError({"valid_to": late})
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """The body of a lesson or an article."""

    paragraph = blocks.RichTextBlock(
        features=RICH_TEXT, label=_("Text"), icon="pilcrow", template="blocks/paragraph.html"
    )
    key_message = blocks.TextBlock(label=_("Key message"), icon="pick", template="blocks/key_message.html")
    callout = CallOutBlock()
    content_note = blocks.TextBlock(label=_("Content note"), icon="info-circle", template="blocks/content_note.html")
    law_reference = LawReferenceBlock()
    image = ImageBlock(label=_("Image"), template="blocks/image.html")

    class Meta:
        block_counts = {"content_note": {"max_num": 1}}
