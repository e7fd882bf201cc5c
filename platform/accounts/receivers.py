"""Receivers that prepare a new tenant: the roles in the template, its first coordinator by invitation."""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import override, pgettext
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)

from accounts.models import StaffInvitation, User
from accounts.roles import ABILITIES, Ability, Role, give_role
from accounts.staff.actions import invite_staff
from accounts.staff.invitations import link_of
from accounts.staff.mailing import send
from core.languages import ORDER
from tenants.connection import connection
from tenants.models import Tenant
from tenants.signals import template_built, tenant_created, tenant_migrated

WAGTAILS_NAME = "Moderators approval"
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
MEDIA_PERMISSIONS = (
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
    "add_media", "change_media",
)  # fmt: skip


@receiver(template_built)
def arrange_approval(**kwargs: object) -> None:
    """Wagtail's own two groups give way to our reviewers. In the template only: later the NGO's own choices stand."""
    reviewers, _made = Group.objects.get_or_create(name=Role.REVIEWER.value)
    for task in GroupApprovalTask.objects.all():
        task.groups.set([reviewers])
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()


@receiver([template_built, tenant_migrated])
def name_approval(**kwargs: object) -> None:
    """Wagtail's workflow has an English name, which is data: one in every language takes its place."""
    names = []
    for code in ORDER:
        with override(code):
            names.append(pgettext("approval of pages", "Review"))
    for model in (Workflow, Task):
        model.objects.filter(name=WAGTAILS_NAME).update(name=" · ".join(names))


@receiver([template_built, tenant_migrated])
def create_roles(**kwargs: object) -> None:
    """The roles as groups; those who write content get Wagtail's permissions over the whole site, the others none."""
    writing = []
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        if Ability.WRITE_CONTENT in ABILITIES[role]:
            writing.append(group)
        else:
            group.permissions.clear()
            GroupPagePermission.objects.filter(group=group).delete()
            GroupCollectionPermission.objects.filter(group=group).delete()
    _allow_writing(writing)


def _allow_writing(groups: list[Group]) -> None:
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin").group_set.add(*groups)
    of_pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
    GroupPagePermission.objects.bulk_create(
        (GroupPagePermission(group=group, page=root, permission=one) for one in of_pages for group in groups),
        ignore_conflicts=True,
    )
    GroupCollectionPermission.objects.bulk_create((
        GroupCollectionPermission(group=group, collection=collection, permission=one)
        for one in Permission.objects.filter(codename__in=MEDIA_PERMISSIONS) for group in groups
    ), ignore_conflicts=True)  # fmt: skip


@receiver([tenant_created, tenant_migrated])
def let_editors_approve(**kwargs: object) -> None:
    """The hub has no reviewers: its library's editors approve what is submitted."""
    if not Tenant.objects.filter(schema_name=connection.schema_name, kind=Tenant.Kind.HUB).exists():
        return
    editors = Group.objects.get(name=Role.LIBRARY_EDITOR.value)
    for task in GroupApprovalTask.objects.exclude(groups=editors):
        task.groups.add(editors)


@receiver(tenant_created)
def invite_first_coordinator(tenant: Any, coordinator: str, **kwargs: object) -> None:
    """The first coordinator has an account from the beginning, without a password until the invitation is accepted."""
    if not coordinator:
        return
    language = tenant.languages[0]
    user = User.objects.create_user(username=coordinator, email=coordinator, password=None, language=language)
    give_role(user, Role.COORDINATOR)
    invitation = invite_staff(email=coordinator, roles=[Role.COORDINATOR], language=language)
    transaction.on_commit(partial(_send_invitation, invitation, tenant))


def _send_invitation(invitation: StaffInvitation, tenant: Any) -> None:
    """At once, since no worker may run yet; where the mail does not go it waits for one, and the link is left with the
    tenant, for whoever made it to hand on."""
    send(invitation.pk)
    invitation.refresh_from_db()
    if invitation.mail != StaffInvitation.Mail.SENT:
        tenant.unsent_invitation = link_of(invitation)
