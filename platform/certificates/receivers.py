"""Reactions of certificates: what they forget when a person is erased."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Certificate, Revocation, Upheld
from people.models import Person
from people.signals import person_erased


@receiver(person_erased, sender=Person)
def forget_holder(people: Any, **kwargs: Any) -> None:
    """The names go; the codes still say whether a training was followed, by nobody in particular."""
    certificates = Certificate.objects.filter(person__in=people)
    certificates.update(holder="", holder_other_script="", show_name=False)
    # The words of a reason may speak of the person; the constraint wants some.
    Revocation.objects.filter(certificate__in=certificates).update(reason="–")
    Upheld.objects.filter(certificate__in=certificates).update(reason="–")
