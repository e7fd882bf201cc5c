"""Joins participants by a code: finds what it leads to, and makes their record and account.

Each app above says what a code of its kind leads to (`people.extension_points.register_target`).
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import JoinCode, User
from core.languages import active
from core.locks import wait_for
from core.text import fold
from people.access import new_username
from people.consent import give_consent
from people.extension_points import Target, targets
from people.models import Person
from people.signing_in import SHORTEST


def find_target(code: str, *, closed: bool = False, over: bool = False) -> Target | None:
    """The target of an open code, whatever its case and spaces; None for any other code.

    `closed`: codes that let nobody in any more too; `over`: what has ended too. Those who have joined come back with
    them.
    """
    codes = JoinCode.objects.all() if closed else JoinCode.objects.open()
    join_code = codes.filter(code="".join(code.upper().split())).first()
    find = targets.get(join_code.target_kind) if join_code else None
    target = find(join_code.target_uuid) if join_code and find else None
    return None if target and target.is_over and not over else target


def namesakes(target: Target, name: str) -> list[User]:
    """The accounts of the participants of that name who joined before; names are compared folded."""
    wanted = fold(name)
    # Staff sign in with two keys: the PIN somebody had before becoming staff is not one of them.
    active_people = target.people.filter(user__is_active=True, user__groups__isnull=True)
    found = [pk for pk, full_name in active_people.values_list("pk", "full_name") if fold(full_name) == wanted]
    return list(User.objects.filter(person__in=found).order_by("pk")) if found else []


@transaction.atomic
def join(
    *, target: Target, name: str, pin: str, axes: dict[str, str], contact: dict[str, str] | None = None,
    barred: Collection[int] = (),
) -> tuple[User, str]:  # fmt: skip
    """Let a newcomer in, or the same person once more (same name and PIN); they have agreed to what is kept.

    `contact`: a mail address or a phone, by field name of Person, of a newcomer who gave one. `barred`: accounts that
    take no PIN now (accounts.guessing). ValidationError where a newcomer's PIN is too short.
    Returns the user and where to go on.
    """
    wait_for("join", fold(name))  # two presses at once are one person
    open_to = [user for user in namesakes(target, name) if user.pk not in barred]
    user = next((user for user in open_to if user.check_password(pin)), None)
    if user is None and len(pin) < SHORTEST:  # four digits go on working for those who have them
        raise ValidationError(
            {"pin": _("A new PIN has 6 to 8 digits. If you joined before, check your name and your PIN.")}
        )
    if user is None:
        user = User.objects.create_user(username=new_username(), password=pin, language=active())
        Person.objects.create(full_name=name, user=user, person_language=active(), **axes, **(contact or {}))
    give_consent(person=user.person)
    return user, target.let_in(user.person)


@transaction.atomic
def join_as(*, target: Target, user: User, axes: dict[str, str] | None = None) -> tuple[Person, str]:
    """Let in who is signed in; staff become participants under their own account. The person, and where to go on."""
    person, _made = Person.objects.get_or_create(
        user=user, defaults={"full_name": str(user)[:160], "person_language": user.language} | (axes or {})
    )
    return person, target.let_in(person)
