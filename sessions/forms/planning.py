"""The form of a session with its half-days."""

import uuid
from copy import copy
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from accounts.roles import ABILITIES, Ability
from core.acting import Acting, name_empty_choice
from core.codes import region_choices, region_name
from core.languages import shown
from core.pages import reachable
from courses.models import Exercise, ModulePage
from sessions import actions
from sessions.forms.half_days import HalfDays, rows_as_typed
from sessions.models import Cycle, TrainingSession
from sessions.projects import KnownProject, known_projects
from sessions.querysets import people_on_list, training_sessions

WRITTEN = ("title", "kind", "audience", "role", "modality", "language", "region", "city", "venue", "capacity",
           "is_public", "guest_trainers", "partners", "project", "phase", "funder", "pass_mark", "pre_test",
           "post_test", "shared_key")  # fmt: skip
PROSE = ("title", "city", "venue", "guest_trainers", "partners", "project", "funder")  # in whichever script


def possible_trainers(session: TrainingSession | None = None) -> QuerySet[User]:
    """Staff who may run sessions, and those who run this one already."""
    roles = [role.value for role, can in ABILITIES.items() if Ability.RUN_OWN_SESSIONS in can]
    staff = Q(groups__name__in=roles, is_active=True)
    if session is not None and session.pk:
        staff |= Q(training_sessions=session)
    return User.objects.filter(staff).distinct().order_by("first_name", "last_name", "username")


def isolated(title: str, code: str) -> str:
    """Title and code, each in its own direction: an option holds no markup."""
    return f"\N{FIRST STRONG ISOLATE}{title}\N{POP DIRECTIONAL ISOLATE} · {code}"


def is_uuid(text: Any) -> bool:
    try:
        uuid.UUID(str(text))
    except ValueError:
        return False
    return True


class ModuleChoice(forms.ModelMultipleChoiceField):
    """Modules by their heading in the reader's language."""

    def label_from_instance(self, obj: ModulePage) -> str:
        return str(shown(obj, "heading"))


class TestChoice(forms.ModelChoiceField):
    """An exercise or a question bank by its heading in the reader's language; empty: on paper, or none."""

    def __init__(self, like: Any) -> None:
        simulation = Exercise.Kind.SIMULATION
        super().__init__(
            Exercise.objects.filter(live=True).exclude(kind=simulation).order_by("kind", "pk"),
            label=like.label, help_text=like.help_text, required=False, empty_label=_("On paper, or none"),
        )  # fmt: skip

    def label_from_instance(self, obj: Exercise) -> str:
        return f"{shown(obj, 'heading')} ({obj.get_kind_display()})"


class SessionForm(Acting, forms.ModelForm):
    """A session and its half-days: `form.half_days` are the rows."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    cycle_code = forms.CharField(
        label=_("Cycle"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"list": "cycles", "autocomplete": "off", "dir": "auto"}),
        help_text=_("The code of a series this session belongs to. A new code begins a new series."),
    )
    cycle_kind = forms.ChoiceField(
        label=_("Kind of a new cycle"),
        required=False,
        choices=Cycle.Kind,
        help_text=_("Repeated: the same for other people. Sequential: parts of one course."),
    )

    copied_from = forms.UUIDField(widget=forms.HiddenInput, required=False)
    with_list = forms.BooleanField(label=_("Also its list"), required=False)

    class Meta:
        model = TrainingSession
        fields = [*WRITTEN, "trainers", "modules"]
        error_messages = {
            "title": {"required": _("Write a title.")},
            "audience": {"required": _("Choose the audience: it is needed for the figures.")},
            "pass_mark": {
                key: _("Write a percentage from 0 to 100, or leave it empty.")
                for key in ("invalid", "min_value", "max_value")
            },
            "capacity": {
                key: _("Write how many people there is room for, or leave it empty.")
                for key in ("invalid", "min_value", "max_value")
            },
        }
        help_texts = {
            "city": _("The city only, never the address."),
            "project": _(
                "The project’s code, as its funder or the network names it: figures, reports and workbooks bear it. "
                "Your organisation takes part in none of the network’s projects; those would be chosen here."
            ),
        }
        widgets = {name: forms.TextInput(attrs={"dir": "auto"}) for name in PROSE} | {
            "project": forms.TextInput(attrs={"list": "projects", "autocomplete": "off", "dir": "auto"})
        }

    def __init__(
        self,
        data: Any = None,
        *,
        actor: User,
        session: TrainingSession | None = None,
        rows: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        start: dict[str, Any] = {"uuid": uuid.uuid4()}
        if session is not None:
            start = {"cycle_code": session.cycle and session.cycle.code}
        super().__init__(data, instance=copy(session), initial=start | (initial or {}))
        self.actor, self.session = actor, session
        self.half_days = HalfDays(data, session=session, rows=rows)
        self._choose_project()
        self._offer_list(self["copied_from"].value() if session is None else None)
        name_empty_choice(self.fields["audience"], _("Choose"))
        name_empty_choice(self.fields["modality"], _("Unknown"))
        name_empty_choice(self.fields["language"], _("Unknown"))
        self.fields["region"] = forms.ChoiceField(
            label=self.fields["region"].label, required=False, choices=[("", _("Unknown")), *self._regions()]
        )
        self.fields["trainers"] = forms.ModelMultipleChoiceField(
            possible_trainers(session),
            label=self.fields["trainers"].label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("They may mark attendance, and never count as participants of this session."),
        )
        for name in ("pre_test", "post_test"):
            self.fields[name] = TestChoice(self.fields[name])
        self.fields["modules"] = ModuleChoice(
            reachable(ModulePage.objects).order_by("path"),
            label=self.fields["modules"].label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Participants find them on the session’s page, once they have a place."),
        )

    def _offer_list(self, copied_from: Any) -> None:
        """Of a copy: its list too, with how many are on it."""
        sessions = training_sessions().open_to(self.actor)
        self.source = sessions.filter(uuid=copied_from).first() if is_uuid(copied_from) else None
        number = people_on_list(self.source).count() if self.source else 0
        if not number:
            del self.fields["copied_from"], self.fields["with_list"]
            return
        said = ngettext_lazy("Put the %(count)s person of its list on this one too",
                             "Put the %(count)s people of its list on this one too", number)  # fmt: skip
        self.fields["with_list"].label = said % {"count": number}

    def _choose_project(self) -> None:
        """Projects and phases by their titles, where there are any to choose from; the codes of their cycles beside our
        own. Where there are none a code is typed, and those typed before are offered."""
        projects = known_projects()
        self._choose_phase(projects)
        self.cycles = list(Cycle.objects.order_by("code").values_list("code", "name"))
        own = {code for code, _name in self.cycles}
        self.cycles += [cycle for project in projects for cycle in project.cycles if cycle[0] not in own]
        self.codes: list[str] = []
        if not projects:
            named = TrainingSession.objects.exclude(project="").order_by("project")
            self.codes = list(named.values_list("project", flat=True).distinct())
            return
        groups = {True: _("Going on"), False: _("Ended, or left")}
        choices: list[tuple[Any, Any]] = [("", _("Without a project"))]
        for is_open, label in groups.items():
            if some := [(one.code, isolated(one.title, one.code)) for one in projects if one.is_open == is_open]:
                choices.append((label, some))
        current = self.session.project if self.session else ""
        if current and current not in {project.code for project in projects}:
            choices.append((current, _("%(code)s (none of your projects)") % {"code": current}))
        self.fields["project"] = forms.ChoiceField(
            label=self.fields["project"].label, required=False, choices=choices,
            help_text=_("The network’s projects in which your organisation takes part."),
            error_messages={"invalid_choice": _("Choose one of the projects in the list.")},
        )  # fmt: skip

    def _choose_phase(self, projects: list[KnownProject]) -> None:
        """A phase of one of these projects; hidden where none has any."""
        self.phases = {project.code: dict(project.phases) for project in projects if project.phases}
        choices: list[tuple[Any, Any]] = [("", _("Without a phase"))]
        choices += [
            (project.title, [(code, isolated(title, code)) for code, title in project.phases])
            for project in projects if project.phases
        ]  # fmt: skip
        current = self.session.phase if self.session else ""
        if current and not any(current in phases for phases in self.phases.values()):
            choices.append((current, current))
        self.fields["phase"] = forms.ChoiceField(
            label=self.fields["phase"].label, required=False, choices=choices,
            help_text=_("A part of the project’s time."),
            error_messages={"invalid_choice": _("Choose one of the phases in the list.")},
            widget=forms.Select if len(choices) > 1 else forms.HiddenInput,
        )  # fmt: skip

    def clean_phase(self) -> str:
        """One of the project above; one that nobody knows any more stays as it was."""
        phase: str = self.cleaned_data["phase"]
        project = self.cleaned_data.get("project", "")
        kept = self.session is not None and (phase, project) == (self.session.phase, self.session.project)
        if phase and not kept and phase not in self.phases.get(project, {}):
            raise forms.ValidationError(_("This is no phase of the project above. Choose one of its own, or none."))
        return phase

    @classmethod
    def as_typed(cls, data: Any, *, actor: User, session: TrainingSession | None = None) -> "SessionForm":
        """The form with what was typed so far, not judged, and more rows."""
        blank = cls(actor=actor, session=session)
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in blank.fields.items()}
        typed |= {"copied_from": data.get("copied_from", ""), "with_list": "with_list" in data}
        return cls(actor=actor, session=session, rows=rows_as_typed(data), initial=typed)

    @classmethod
    def copy_of(cls, session: TrainingSession, *, actor: User) -> "SessionForm":
        """The form of a new session like another, with its half-days but for their dates."""
        initial = {name: getattr(session, name) for name in WRITTEN if name != "shared_key"}
        initial |= {"copied_from": session.uuid, "with_list": False}
        initial |= {"trainers": list(session.trainers.all()), "modules": list(session.modules.all())}
        initial |= {"cycle_code": session.cycle and session.cycle.code}
        rows = [{"part": s.part, "minutes": s.minutes, "starts_at": s.starts_at} for s in session.slots.all()]
        return cls(actor=actor, initial=initial, rows=rows)

    def _regions(self) -> list[tuple[str, Any]]:
        known = region_choices()
        current = self.session.region if self.session else ""
        if current and current not in dict(known):
            known = [*known, (current, region_name(current))]
        return known

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.half_days.is_valid()])

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        cleaned = self.cleaned_data
        return {
            "fields": {name: cleaned[name] for name in WRITTEN}, "half_days": self.half_days.half_days(),
            **{name: cleaned[name] for name in ("trainers", "modules", "cycle_code", "cycle_kind")},
        }  # fmt: skip

    @transaction.atomic
    def act(self) -> TrainingSession:
        made = actions.create_session(uuid=self.cleaned_data["uuid"] or uuid.uuid4(), actor=self.actor, **self.values())
        if self.source and self.cleaned_data["with_list"]:
            actions.copy_list(source=self.source, session=made, actor=self.actor)
        return made

    @property
    def wrong_rows(self) -> list[tuple[int, Any]]:
        """Number (from 1) and form of the half-days with errors."""
        if not self.half_days.is_bound:
            return []
        return [(index, form) for index, form in enumerate(self.half_days.forms, start=1) if form.errors]

    @property
    def no_rows(self) -> Any:
        """What is wrong with the half-days as a whole: there are none."""
        return self.half_days.non_form_errors()

    @property
    def error_count(self) -> int:
        return (
            sum(len(errors) for errors in self.errors.values())
            + sum(len(errors) for _index, form in self.wrong_rows for errors in form.errors.values())
            + len(self.no_rows)
        )
