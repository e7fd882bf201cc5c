"""The editor's workflow speaks the language of whoever works in it."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Task, TaskState, Workflow

from accounts.models import User
from accounts.receivers import name_approval
from accounts.roles import Role, give_role
from pages.models import HomePage
from tests.support.clients import TenantClient

NAME = "Relecture · مراجعة · Review"


@pytest.fixture
def editor(own_ngo):
    """A client of a coordinator whose language is given."""

    def make(language):
        user = User.objects.create_user(username=f"editor-{language}", password="x", language=language)
        give_role(user, Role.COORDINATOR)
        client = TenantClient(own_ngo)
        client.force_login(user)
        return client

    return make


def test_the_workflow_bears_a_name_that_everybody_reads(own_ngo, other_ngo):
    for ngo in (own_ngo, other_ngo):
        with ngo:
            assert list(Workflow.objects.values_list("name", flat=True)) == [NAME]
            assert list(Task.objects.values_list("name", flat=True)) == [NAME]


@pytest.mark.parametrize(
    ("before", "after"),
    [("Moderators approval", NAME), ("Deux lectrices", "Deux lectrices")],
    ids=["Wagtail’s", "ours"],
)
def test_an_upgrade_names_what_still_bears_wagtails_name(own_ngo, before, after):
    Workflow.objects.update(name=before)
    Task.objects.update(name=before)
    name_approval()
    assert (Workflow.objects.get().name, Task.objects.get().name) == (after, after)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Envoyé vers {} il y a 6 minutes"),
        ("ar", "تم الإرسال إلى {} منذ 6 دقيقة"),
        ("en", "Sent to {} 6 minutes ago"),
    ],
)
def test_where_a_page_waits_and_since_when(editor, language, told):
    client, home = editor(language), HomePage.objects.get()
    home.save_revision()
    Workflow.objects.get().start(home, User.objects.get(username=f"editor-{language}"))
    TaskState.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=6, seconds=5))
    html = client.get(f"/admin/pages/{home.pk}/edit/").content.decode()
    plain = html.replace("\u00a0", " ")
    assert told.format(NAME) in plain, [line for line in plain.splitlines() if NAME in line]
