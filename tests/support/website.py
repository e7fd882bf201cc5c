"""Pages of a website, published."""

import datetime

from django.utils import timezone


def plant(parent, model, slug, **fields):
    """A published page in French and Arabic."""
    texts = {"heading_fr": f"{slug} fr", "heading_ar": f"{slug} ar", "ready_fr": True, "ready_ar": True}
    page = parent.add_child(instance=model(slug=slug, **(texts | fields)))
    page.save_revision().publish()
    return page


def meeting(title, days, **values):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return ("meeting", {"title": title, "starts_on": day, "ends_on": None, "city": "Fès", "text": ""} | values)
