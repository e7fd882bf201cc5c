"""Receivers that prepare a new tenant: the roles in the template, its first coordinator by invitation."""

import logging
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

from accounts.invitations import base_url, invite, set_password_path
from accounts.models import User
from accounts.roles import ABILITIES, Ability, Role, give_role
from core.languages import ORDER
from tenants.signals import template_built, tenant_created, tenant_migrated

logger = logging.getLogger(__name__)
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
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        if Ability.WRITE_CONTENT in ABILITIES[role]:
            _allow_writing(group)
        else:
            group.permissions.clear()
            GroupPagePermission.objects.filter(group=group).delete()
            GroupCollectionPermission.objects.filter(group=group).delete()


def _allow_writing(group: Group) -> None:
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(codename__in=MEDIA_PERMISSIONS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


@receiver(tenant_created)
def invite_first_coordinator(tenant: Any, coordinator: str, **kwargs: object) -> None:
    """The first coordinator has no password until the invitation's link is followed."""
    if not coordinator:
        return
    user = User.objects.create_user(username=coordinator, email=coordinator, password=None)
    give_role(user, Role.COORDINATOR)
    transaction.on_commit(partial(_send_invitation, user, tenant))


def _send_invitation(user: User, tenant: Any) -> None:
    """A mail server that is away unmakes no tenant: the link is left with it, for whoever made it to hand on."""
    try:
        invite(user, tenant)
    except Exception as error:  # whatever the channel raises, which may name the address
        logger.error("%s: an invitation could not be sent: %s", tenant.schema_name, type(error).__name__)
        tenant.unsent_invitation = base_url(tenant) + set_password_path(user)
