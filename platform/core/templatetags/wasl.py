"""Template tags and filters: translated content, dates, numbers, names of codes."""

import json
import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core import codes, dates, text
from core.languages import NAMES, Shown, direction, direction_of, ready_languages, shown, shown_language, written_in

register = template.Library()

register.filter("long_date", dates.long_date)
register.filter("number", dates.number)
register.filter("duration", dates.duration)
register.filter("region_name", codes.region_name)
register.filter("direction", direction)
register.filter("written_in", written_in)
register.filter("direction_of", direction_of)


@register.filter
def unended(label: Any) -> str:
    """A label without the mark it ends with, for a colon to follow."""
    return str(label).rstrip(".؟?…:!\u00a0\u202f ")


@register.filter
def labelled(label: Any, said: Any = "") -> SafeString:
    """`{{ label|labelled:said }}`, or `{{ label|labelled }} <b>…</b>`: a colon as the reader's language sets it."""
    return mark_safe(text.labelled(conditional_escape(label), conditional_escape(said)))  # noqa: S308  both escaped


@register.simple_tag(takes_context=True)
def read_in(context: Any, page: Any) -> list[str]:
    """The languages of this site in which a page is ready."""
    offered = [one["code"] for one in context.get("languages") or ()]
    return [code for code in ready_languages(page) if code in offered or not offered]


@register.filter
def own_name(code: str) -> str:
    """What a language calls itself."""
    return NAMES[code]


@register.filter
def dialled(number: str) -> str:
    """A telephone number without what is written for the eye, for a link that dials it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def mail_parts(address: str) -> SafeString:
    """A mail address that a narrow line may break before the at sign and before dots, not in a word."""
    return mark_safe(re.sub("([@.])", r"<wbr>\1", conditional_escape(address)))  # noqa: S308  escaped


@register.simple_tag(name="shown")
def shown_tag(thing: Any, field: str) -> Shown:
    """`{% shown page "heading" as heading %}`: the text and the language it is in; never read `title`."""
    return shown(thing, field)


@register.filter
def count_true(values: Any) -> int:
    """How many of the values are true."""
    return sum(map(bool, values))


@register.filter
def heading(page: Any) -> Shown:
    """The heading of a page, also of a plain `Page` from a list."""
    specific = page if hasattr(page, "heading_fr") else page.specific
    return shown(specific, "heading")


@register.filter
def as_json(value: Any) -> SafeString:
    """A value inside a script of our own."""
    return mark_safe(json.dumps(value).replace("<", "\\u003c"))  # noqa: S308  JSON, and no tag can open in it


@register.simple_tag(takes_context=True)
def public_addresses(context: Any, page: Any) -> dict[str, Any]:
    """Of a published page: its address in the language it is shown in, in every language it is ready in, and the
    picture for whoever shares it."""
    request, ready, language = context["request"], ready_languages(page), shown_language(page)
    path = "/".join(request.path.split("/")[2:])
    others = [(code, request.build_absolute_uri(f"/{code}/{path}")) for code in ready]
    return {
        "canonical": request.build_absolute_uri(f"/{language}/{path}"),
        "others": others,
        "language": language,
        "picture": request.build_absolute_uri("/share.png"),
    }
