"""The editor's mails: neither what is written nor who wrote it."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Workflow, WorkflowPage

from accounts.models import User
from accounts.roles import Role, give_role
from pages.models import HomePage

SECRETS = ("Accueil", "Refuge", "Amina", "amina", "Relu par", "localhost", "http")
SUBJECTS = {"fr": "Du nouveau dans la rédaction", "ar": "جديد في فضاء التحرير", "en": "News in the editor"}


def staff(role, name, language="fr"):
    user = User.objects.create_user(
        username=name, email=f"{name}@example.org", first_name=name.title(), language=language
    )
    give_role(user, role)
    return user


@pytest.fixture
def page(own_ngo):
    page = HomePage.objects.get()
    page.heading_fr = page.title = "Refuge"
    page.save_revision()
    return page


@pytest.fixture
def workflow(page):
    workflow = Workflow.objects.get()
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def assert_discreet(message, language):
    assert message.subject == SUBJECTS[language]
    assert [word for word in SECRETS if word in message.subject + message.body] == []
    assert message.alternatives == []


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_submission_names_nothing(page, workflow, mailoutbox, language):
    author = staff(Role.TRAINER, "amina")
    staff(Role.REVIEWER, "nadia", language)
    workflow.start(page, author)
    (message,) = mailoutbox
    assert message.to == ["nadia@example.org"]
    assert_discreet(message, language)


@pytest.mark.parametrize("answer", ["approve", "reject"])
def test_an_answer_names_nothing(page, workflow, mailoutbox, answer):
    author, reviewer = staff(Role.TRAINER, "nadia"), staff(Role.REVIEWER, "amina")
    state = workflow.start(page, author).current_task_state.specific
    mailoutbox.clear()
    getattr(state, answer)(user=reviewer, comment="Relu par Amina")
    (message,) = mailoutbox
    assert message.to == ["nadia@example.org"]
    assert_discreet(message, "fr")


@pytest.mark.parametrize(
    "name",
    ["task_state_submitted", "workflow_state_submitted", "workflow_state_approved", "workflow_state_rejected",
     "updated_comments"],
)  # fmt: skip
def test_every_mail_of_the_editor_is_ours(page, name):
    context = {"page": page, "object": page, "editor": User(username="amina")}
    with translation.override("fr"):
        subject = render_to_string(f"wagtailadmin/notifications/{name}_subject.txt", context).strip()
        body = render_to_string(f"wagtailadmin/notifications/{name}.txt", context)
    assert subject == SUBJECTS["fr"]
    assert [word for word in SECRETS if word in body] == []
