"""Stream blocks of lessons and articles: their fields and checks; their looks are in templates/blocks/."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from core.codes import Jurisdiction, Language

TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)  # what holds words to translate
RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class CallOutBlock(blocks.StructBlock):
    """A point set apart from the running text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    def __init__(self, features: list[str] = RICH_TEXT, **kwargs: Any) -> None:
        super().__init__([("text", blocks.RichTextBlock(label=_("Text"), features=features))], **kwargs)

    class Meta:
        icon = "help"
        label = _("Call-out")
        template = "blocks/callout.html"


class LawReference(blocks.StructValue):
    """A law as it is quoted."""

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return bool(self["valid_to"]) and self["valid_to"] < timezone.localdate()


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
        value_class = LawReference

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["valid_from"] and cleaned["valid_to"] and cleaned["valid_to"] < cleaned["valid_from"]:
            late = ValidationError(_("“Valid to” is before “valid from”. Correct one of the two dates."))
            raise blocks.StructBlockValidationError({"valid_to": late})
        return cleaned


_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|gif|heic|heif|avif|svg|bmp|tiff?)|(?:IMG|DSC|PXL|Screenshot|WhatsApp Image)[-_ ]?[\d-].*",
    re.I,
)


def is_file_name(text: str, title: str = "") -> bool:
    """Whether a picture's text is what its file is called, by the camera or by whoever handed it in: a title of one
    word with digits, dashes or underscores in it is taken from the file's name."""
    text = text.strip()
    is_title = text == title.strip() and not re.search(r"\s", text) and bool(re.search(r"[\d_-]", text))
    return bool(_FILE_NAME.fullmatch(text)) or (bool(text) and is_title)


class DescribedImageBlock(ImageBlock):
    """A picture with the text that stands for it; without it, the editor says what to do."""

    def clean(self, value: Any) -> Any:
        if value and not self.is_deferred_validation and not value.contextual_alt_text and not value.decorative:
            missing = ValidationError(
                _("Describe in one sentence what the picture shows, for those who do not see it. "
                  "If it says nothing the text does not say, tick “Image is decorative”.")
            )  # fmt: skip
            raise blocks.StructBlockValidationError({"alt_text": missing})
        if value and not value.decorative and is_file_name(value.contextual_alt_text or "", value.title):
            named = ValidationError(
                _("This is the name of a file. Describe in one sentence what the picture shows, "
                  "for those who do not see it.")
            )  # fmt: skip
            raise blocks.StructBlockValidationError({"alt_text": named})
        return super().clean(value)


TRANSCRIPT_MISSING = _("Write what is said and what is heard: for those who do not hear, and those whose line is slow.")


class Recording(blocks.StructValue):
    """An audio or video file with its transcript."""

    @property
    def size(self) -> int | None:
        """In bytes; None when the file is gone."""
        try:
            return self["media"].file.size
        except (AttributeError, OSError, ValueError):
            return None


class RecordingBlock(blocks.StructBlock):
    """What audio and video have in common: nothing is heard or seen that cannot be read too."""

    transcript = blocks.RichTextBlock(label=_("Transcript"), features=RICH_TEXT, help_text=TRANSCRIPT_MISSING)

    class Meta:
        value_class = Recording

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks.move_to_end("transcript")  # the file is chosen first

    def clean(self, value: Any) -> Any:
        errors = {}
        try:
            super().clean(value)
        except blocks.StructBlockValidationError as refused:
            errors = refused.block_errors
        # An editor that was opened and left empty sends an empty paragraph.
        if not self.is_deferred_validation and not strip_tags(value["transcript"].source).strip():
            errors["transcript"] = ValidationError(TRANSCRIPT_MISSING)
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value


class AudioBlock(RecordingBlock):
    """A sound file, played where it stands in the text."""

    media = AudioChooserBlock(label=_("Audio file"))

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blocks/audio.html"


class VideoBlock(RecordingBlock):
    """A film, played where it stands in the text."""

    media = VideoChooserBlock(label=_("Video file"))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"


class DocumentBlock(blocks.StructBlock):
    """A file to take along; its language is said before it is fetched."""

    document = DocumentChooserBlock(label=_("Document"))
    language = blocks.ChoiceBlock(choices=Language.choices, label=_("Language of the document"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Document")
        template = "blocks/document.html"


class ChecklistBlock(blocks.StructBlock):
    """Points to go through on paper: nothing is recorded."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    points = blocks.ListBlock(blocks.CharBlock(label=_("Point"), max_length=300), label=_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        template = "blocks/checklist.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a lesson or an article."""

    paragraph = blocks.RichTextBlock(
        features=RICH_TEXT, label=_("Text"), icon="pilcrow", template="blocks/paragraph.html"
    )
    key_message = blocks.TextBlock(label=_("Key message"), icon="pick", template="blocks/key_message.html")
    callout = CallOutBlock()
    content_note = blocks.TextBlock(label=_("Content note"), icon="info-circle", template="blocks/content_note.html")
    law_reference = LawReferenceBlock()
    image = DescribedImageBlock(label=_("Image"), template="blocks/image.html")
    audio = AudioBlock()
    video = VideoBlock()
    document = DocumentBlock()
    checklist = ChecklistBlock()

    class Meta:
        block_counts = {"content_note": {"max_num": 1}}
