"""News and what is to come for programs that read feeds (Atom, RFC 4287), in the language of the address."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext as _

from core.dates import long_date
from core.languages import active, shown

ITEMS = 20


def calendar_feed(request: HttpRequest, page: Any, entries: Iterable[Any]) -> HttpResponse:
    """What is to come, as the file for calendars says it: what kind of meeting, where, when, never the subject."""
    address = request.build_absolute_uri(page.get_url(request))
    feed = _feed(page, address)
    for one in list(entries)[:ITEMS]:
        day = _morning(one.starts_on)
        link = request.build_absolute_uri(one.url) if one.url else address
        feed.add_item(
            title=one.named, link=link, description=_days(one), pubdate=day, updateddate=day,
            unique_id=f"urn:uuid:{one.key}",
        )  # fmt: skip
    return _written(feed)


def news_feed(request: HttpRequest, index: Any, news: Iterable[Any]) -> HttpResponse:
    """The newest pieces, each with its heading, its summary and the address of its page."""
    address = request.build_absolute_uri(index.get_url(request))
    feed = _feed(index, address)
    for one in list(news)[:ITEMS]:
        day = _morning(one.day)
        link = request.build_absolute_uri(one.get_url(request))
        feed.add_item(
            title=str(shown(one, "heading")), link=link, description=str(shown(one, "summary")), pubdate=day,
            updateddate=day, unique_id=link,
        )  # fmt: skip
    return _written(feed)


def _feed(page: Any, address: str) -> feedgenerator.Atom1Feed:
    return feedgenerator.Atom1Feed(
        title=f"{page.get_site().site_name} – {shown(page, 'heading')}",
        link=address, description=str(shown(page, "summary")), language=active(), feed_url=f"{address}?feed",
    )  # fmt: skip


def _days(entry: Any) -> str:
    first, last = long_date(entry.starts_on), long_date(entry.ends_on)
    return first if first == last else _("From %(first)s to %(last)s") % {"first": first, "last": last}


def _morning(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(8), tzinfo=timezone.get_current_timezone())


def _written(feed: feedgenerator.Atom1Feed) -> HttpResponse:
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
