"""The glossary: a term and its definition in three languages, and what each jurisdiction calls it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from core.codes import Jurisdiction
from core.languages import ORDER
from core.panels import language_panels


class GlossaryTerm(RevisionMixin, index.Indexed, ClusterableModel):
    """A term of the field. The same word may name different notions in two laws: see its wordings."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.CharField(_("term"), max_length=200, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    to_check = models.BooleanField(_("to be checked by a jurist"), default=True)

    panels = [
        *language_panels(["term", "definition"]),
        FieldPanel("to_check"),
        InlinePanel("wordings", label=_("Wording in one jurisdiction")),
    ]
    search_fields = [
        *(index.SearchField(f"term_{code}", boost=2) for code in ORDER),
        *(index.AutocompleteField(f"term_{code}") for code in ORDER),
        *(index.SearchField(f"definition_{code}") for code in ORDER),
        *(index.FilterField(f"term_{code}") for code in ORDER),
        index.FilterField("to_check"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return next((text for code in ORDER if (text := getattr(self, f"term_{code}"))), str(self.pk))


class Wording(Orderable):
    """What the law of one jurisdiction, or a convention, calls it; at most one row of each per term."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="wordings")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=3, choices=Jurisdiction)
    wording = models.CharField(_("wording"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    panels = [FieldPanel("jurisdiction"), *language_panels(["wording"]), FieldPanel("source")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["term", "jurisdiction"], name="wording_once_per_jurisdiction")]

    def __str__(self) -> str:
        return f"{self.jurisdiction} · {self.wording_fr}"
