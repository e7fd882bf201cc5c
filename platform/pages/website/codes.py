"""Code lists of the website: what a reader may filter by. Sources: the curriculum's sectors, the protocol's forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NewsKind(models.TextChoices):
    NEWS = "news", _("News")
    NEWSLETTER = "newsletter", _("Newsletter")
    PRESS = "press", _("Press release")


class ResourceKind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    LEAFLET = "leaflet", _("Leaflet")
    POSTER = "poster", _("Poster")
    STUDY = "study", _("Study")
    REPORT = "report", _("Annual report")
    RECORDING = "recording", _("Recording")
    LAW = "law", _("Legal text")
    TOOL = "tool", _("Working tool")


class Licence(models.TextChoices):
    """What others may do with a file."""

    CC_BY = "cc-by", _("CC BY: share and change, naming the author")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA: share and change, naming the author, on the same terms")
    CC_BY_NC = "cc-by-nc", _("CC BY-NC: share and change without profit, naming the author")
    PUBLIC = "public", _("Public domain")
    RESERVED = "reserved", _("All rights reserved: read and print only")


class Readers(models.TextChoices):
    PROFESSIONALS = "professionals", pgettext_lazy("readers", "Professionals")
    PUBLIC = "public", pgettext_lazy("readers", "Everybody")
    YOUNG = "young", _("Young people")
    PARTNERS = "partners", _("Partner NGOs")


class Sector(models.TextChoices):
    DOMESTIC = "domestic", _("Domestic work")
    BUILDING = "building", _("Building")
    FARMING = "farming", _("Farming")
    RESTAURANTS = "restaurants", _("Restaurants")
    WORKSHOPS = "workshops", _("Workshops")
    BEGGING = "begging", _("Begging")
    CRIME = "crime", _("Forced crime")
    DIPLOMATIC = "diplomatic", _("Diplomatic households")


class Exploitation(models.TextChoices):
    """Forms of exploitation, as article 3 of the Palermo protocol and article 448-1 name them."""

    LABOUR = "labour", _("Forced labour")
    SERVITUDE = "servitude", _("Servitude")
    SLAVERY = "slavery", _("Slavery")
    SEXUAL = "sexual", _("Sexual exploitation")
    BEGGING = "begging", _("Forced begging")
    CRIME = "crime", _("Forced crime")
    ORGANS = "organs", _("Removal of organs")


class Pole(models.TextChoices):
    """The fields of work of an organisation."""

    HOME = "home", _("Home and community life")
    LEGAL = "legal", _("Legal")
    SOCIAL = "social", pgettext_lazy("field of work", "Social")
    ADVOCACY = "advocacy", _("Advocacy")
    TRAINING = "training", _("Awareness and training")
