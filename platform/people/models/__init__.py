"""The register of participants of one NGO: records, agreements, merges, lists, what was done to each, how long kept."""

from people.models.devices import PushSubscription
from people.models.disability import DisabilityConsent, DisabilityQuestion
from people.models.history import RecordChange, RecordChangeQuerySet
from people.models.lists import ListAnswer, PeopleList
from people.models.messages import MutedReminder, NightCall, SentMessage
from people.models.name_keys import NameKeys
from people.models.register import (
    AXIS_FIELDS,
    COPIED_FIELDS,
    Axes,
    Consent,
    ConsentQuerySet,
    Distinct,
    Hint,
    ImportBatch,
    Merge,
    Person,
    PersonQuerySet,
)
from people.models.retention import LONGEST, SHORTEST, Erasure, Retention

__all__ = [
    "AXIS_FIELDS",
    "COPIED_FIELDS",
    "LONGEST",
    "SHORTEST",
    "Axes",
    "Consent",
    "ConsentQuerySet",
    "DisabilityConsent",
    "DisabilityQuestion",
    "Distinct",
    "Erasure",
    "Hint",
    "ImportBatch",
    "ListAnswer",
    "Merge",
    "MutedReminder",
    "NameKeys",
    "NightCall",
    "PeopleList",
    "Person",
    "PersonQuerySet",
    "PushSubscription",
    "RecordChange",
    "RecordChangeQuerySet",
    "Retention",
    "SentMessage",
]
