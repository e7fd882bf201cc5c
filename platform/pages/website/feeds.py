"""News for programs that read feeds (Atom, RFC 4287), in the language of the address."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator, timezone

from core.languages import active, shown

ITEMS = 20


def news_feed(request: HttpRequest, index: Any, news: Iterable[Any]) -> HttpResponse:
    """The newest pieces, each with its heading, its summary and the address of its page."""
    address = request.build_absolute_uri(index.get_url(request))
    feed = feedgenerator.Atom1Feed(
        title=f"{index.get_site().site_name} – {shown(index, 'heading')}",
        link=address, description=str(shown(index, "summary")), language=active(), feed_url=f"{address}?feed",
    )  # fmt: skip
    for one in list(news)[:ITEMS]:
        day = datetime.datetime.combine(one.day, datetime.time(8), tzinfo=timezone.get_current_timezone())
        link = request.build_absolute_uri(one.get_url(request))
        feed.add_item(
            title=str(shown(one, "heading")), link=link, description=str(shown(one, "summary")), pubdate=day,
            updateddate=day, unique_id=link,
        )  # fmt: skip
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
