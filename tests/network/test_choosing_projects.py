"""Projects in the sessions of an NGO: what a session may choose, codes that none knows."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from impact.presentation import FigureQuery
from impact.quality import find_gaps
from sessions.forms import SessionForm
from sessions.models import TrainingSession
from sessions.projects import titled
from sessions.records.actions import import_rows
from tests.reference.rows import session, slot, workbook
from tests.support.projects import make
from tests.support.queries import count_queries
from tests.support.sessions import a_session, a_user

DAY = datetime.date


@pytest.fixture
def coordinator(hub, sign_in):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


# In the sessions of an NGO


def choices(language="fr", **form):
    """Code and label, group after group; None where it is typed."""
    with translation.override(language):
        field = SessionForm(actor=a_user(str(uuid.uuid4())), **form).fields["project"]
        if not hasattr(field, "choices"):
            return None
        groups = [(str(name), some) if isinstance(some, list) else ("", [(name, some)]) for name, some in field.choices]
        return [(group, code, str(label)) for group, some in groups for code, label in some]


def test_a_session_chooses_from_the_ngo_s_projects_by_their_titles(own_ngo, other_ngo):
    make("SAVE", partner=own_ngo, title_ar="الرصد")
    make("ENDED", partner=own_ngo, ends=DAY(2019, 1, 1))
    left = make("LEFT", partner=own_ngo)
    left.partners.update(left=DAY(2020, 1, 1))
    make("THEIRS", partner=other_ngo)
    make("NOBODY")
    found = choices()
    assert [entry[:2] for entry in found] == [
        ("", ""), ("En cours", "SAVE"), ("Finis, ou quittés", "ENDED"), ("Finis, ou quittés", "LEFT"),
    ]  # fmt: skip
    assert (found[1][2], choices("ar")[1][2]) == ("\u2068Titre SAVE\u2069 · SAVE", "\u2068الرصد\u2069 · SAVE")


def test_where_an_ngo_is_in_no_project_its_code_is_typed_as_ever(own_ngo, other_ngo):
    make(partner=other_ngo)
    assert choices() is None


def test_another_ngo_s_project_cannot_be_chosen(sign_in, own_ngo, other_ngo):
    make("SAVE", partner=own_ngo)
    make("THEIRS", partner=other_ngo)
    client = sign_in(own_ngo, Role.COORDINATOR)
    data = {"title": "S", "kind": "training", "audience": "professional", "role": "organised", "uuid": uuid.uuid4(),
            "half_days-TOTAL_FORMS": 1, "half_days-INITIAL_FORMS": 0, "half_days-0-date": "2019-05-06",
            "half_days-0-part": "morning", "half_days-0-minutes": 180}  # fmt: skip
    answer = client.post(reverse("sessions:new"), data | {"project": "THEIRS"})
    assert answer.context["form"].errors["project"] == ["Choisissez l’un des projets de la liste."]
    assert "THEIRS" not in client.get(reverse("sessions:new")).content.decode()
    client.post(reverse("sessions:new"), data | {"project": "SAVE"})
    assert TrainingSession.objects.get().project == "SAVE"


def test_a_code_that_is_there_stays_until_another_is_chosen(own_ngo):
    make("SAVE", partner=own_ngo)
    found = choices(session=a_session(project="OLD"))
    assert found[-1] == ("", "OLD", "OLD (aucun de vos projets)")


def test_cycles_of_projects_are_offered_beside_our_own(own_ngo):
    make("SAVE", partner=own_ngo).cycles.create(code="tour", title_fr="Le tour")
    assert SessionForm(actor=a_user("x")).cycles == [("tour", "Le tour")]


NEW = {"title": "S", "kind": "training", "audience": "professional", "role": "organised",
       "half_days-TOTAL_FORMS": 1, "half_days-INITIAL_FORMS": 0, "half_days-0-date": "2019-05-06",
       "half_days-0-part": "morning", "half_days-0-minutes": 180}  # fmt: skip


def test_a_session_chooses_a_phase_of_its_own_project(sign_in, own_ngo, other_ngo):
    make("SAVE", partner=own_ngo).phases.create(code="p1", title_fr="Démarrage", title_ar="الانطلاق")
    make("OTHER", partner=own_ngo).phases.create(code="p2", title_fr="Suite")
    make("THEIRS", partner=other_ngo).phases.create(code="p3", title_fr="Ailleurs")
    client, new = sign_in(own_ngo, Role.COORDINATOR), reverse("sessions:new")
    page = client.get(new).content.decode()
    assert ["\u2068Démarrage\u2069 · p1" in page, "Ailleurs" in page] == [True, False]
    for project, phase in (("OTHER", "p1"), ("", "p1"), ("SAVE", "p3")):
        answer = client.post(new, NEW | {"uuid": uuid.uuid4(), "project": project, "phase": phase})
        assert list(answer.context["form"].errors) == ["phase"]
    client.post(new, NEW | {"uuid": uuid.uuid4(), "project": "SAVE", "phase": "p1"})
    found = TrainingSession.objects.get()
    assert (found.project, found.phase) == ("SAVE", "p1")
    shown = client.get(reverse("sessions:detail", args=[found.uuid])).content.decode()
    assert "<bdi>Titre SAVE · SAVE</bdi> · <bdi>p1</bdi>" in shown


def test_without_phases_none_is_asked_for(own_ngo):
    make("SAVE", partner=own_ngo)
    form = SessionForm(actor=a_user("x"))
    assert (form["phase"].is_hidden, form.fields["phase"].choices) == (True, [("", "Sans phase")])


def test_a_phase_that_is_gone_stays_until_another_is_chosen(own_ngo):
    make("SAVE", partner=own_ngo).phases.create(code="p1", title_fr="Démarrage")
    form = SessionForm(actor=a_user("x"), session=a_session(project="SAVE", phase="gone"))
    assert (form["phase"].value(), form.fields["phase"].choices[-1]) == ("gone", ("gone", "gone"))


def test_a_typed_code_is_explained_and_those_typed_before_are_offered(sign_in, own_ngo):
    for code in ("B-2", "A-1", "B-2"):
        a_session(project=code)
    page = sign_in(own_ngo, Role.COORDINATOR).get(reverse("sessions:new")).content.decode()
    assert [f'<option value="{code}">' in page for code in ("A-1", "B-2")] == [True, True]
    assert "Votre association n’est partenaire d’aucun projet du réseau" in page


@pytest.mark.parametrize(("language", "title"), [("fr", "Repérer"), ("ar", "الرصد"), ("en", "Repérer")])
def test_figures_name_a_project_by_its_title_and_code(sign_in, own_ngo, other_ngo, language, title):
    make("SAVE", partner=own_ngo, title_fr="Repérer", title_ar="الرصد")
    make("THEIRS", partner=other_ngo)
    a_session(project="SAVE", on=-40)
    a_session(project="THEIRS", on=-40)
    page = sign_in(own_ngo, Role.COORDINATOR).get(f"/{language}/figures/").content.decode()
    assert f">{title} · SAVE</option>" in page
    assert ">THEIRS</option>" in page  # a code of nobody here


def test_the_hub_knows_the_titles_of_all(hub, other_ngo):
    make("SAVE", partner=other_ngo)
    with hub:
        assert (titled("SAVE"), titled("NONE")) == ("Titre SAVE · SAVE", "NONE")


def test_the_form_takes_as_many_statements_for_thirty_projects_as_for_one(sign_in, own_ngo):
    make("P0", partner=own_ngo)
    client = sign_in(own_ngo, Role.COORDINATOR)
    client.get(reverse("sessions:new"))  # what is remembered of the tenant and the reader
    one = count_queries(client, reverse("sessions:new"))
    for number in range(1, 30):
        make(f"P{number}", partner=own_ngo)
    assert count_queries(client, reverse("sessions:new")) == one


# Codes of no project


def bring(tenant, **codes):
    import_rows(tenant=tenant, rows=workbook(
        sessions=[session(ref, project=code, state="planned") for ref, code in codes.items()],
        slots=[slot(ref, 1, "2019-05-06") for ref in codes],
    ))  # fmt: skip


def test_a_workbook_s_unknown_codes_are_accepted_and_a_gap(own_ngo, other_ngo, coordinator):
    make("SAVE", partner=own_ngo)
    make("THEIRS", partner=other_ngo)
    bring(own_ngo, S1="SAVE", S2="THEIRS", S3="NEW", S4=None)
    bring(other_ngo, S1="THEIRS")
    with translation.override("en"):
        gaps = {str(gap.title): gap for gap in find_gaps(FigureQuery.read({"year": "2019"}, 2019))}
    gap = gaps["Sessions whose project is none of yours"]
    assert (gap.count, [place.title for place in gap.links]) == (2, ["Session S2", "Session S3"])
    page = coordinator.get("/en/network/projects/")
    assert [[cell.value for cell in row] for row in page.context["unknown"].rows] == [[own_ngo.name, "2", "2"]]
    assert "Session S2" not in page.content.decode()
