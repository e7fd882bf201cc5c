"""What the names of a record sound like, so that those that may be one are found without reading the register."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from people.models.register import Person


class NameKeys(models.Model):
    """The keys of a record's names (people.names.keys). No row: to be worked out anew; one goes when a name changes."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="name_keys")
    keys = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="name_keys_gin")]

    def __str__(self) -> str:
        return f"{self.person_id}: {', '.join(self.keys)}"
