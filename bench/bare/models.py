"""The one page type of the bare site."""

from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class BarePage(Page):
    """A title and a body of paragraphs."""

    body = StreamField([("paragraph", RichTextBlock())], blank=True)
    template = "bare_page.html"

    class Meta:
        app_label = "bare"
