"""Sessions open to whoever asks, of the NGOs that agree: what their own pages say to everybody, copied for the hub."""

from django.db import models


class OpenSession(models.Model):
    """One session of an NGO's public list: title, days and city, and the address of the page that says more."""

    source = models.CharField(max_length=63, db_index=True)  # the schema of the NGO
    session = models.UUIDField()  # of a space restored under another name it is the same
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    base_url = models.CharField(max_length=255)  # of the NGO's site, without a path

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "session"], name="open_session_once_per_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.starts_on}"
