"""Deactivates an account for good: nobody signs in with it any more and nothing tells whose it was."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import ModelLogEntry

from accounts.models import User


@transaction.atomic
def deactivate_account(*, user: User, ref: str) -> None:
    """Blank the row and remove what hangs on it: passkeys, verified addresses, profile, groups.

    The row itself stays: evidence names who recorded it, and whoever ran a session must stay known as such, or their
    own presence in it would begin to count (definitions.md, rule 11).
    """
    user.username = f"closed-{ref.lower()}-{user.pk}"
    user.first_name = user.last_name = user.email = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    for relation in User._meta.related_objects:
        model, field = relation.related_model, relation.field
        if relation.on_delete is models.CASCADE and not model._meta.auto_created:
            model._base_manager.filter(**{field.name: user}).delete()
    forget_in_log(user, label=user.username)


def forget_in_log(thing: models.Model, *, label: str) -> None:
    """Wagtail's log keeps the name of what was edited, and at times its values: neither stays."""
    kind = ContentType.objects.get_for_model(thing)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).update(label=label, data={})
