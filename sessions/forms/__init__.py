"""The only gate for input about training sessions."""

from sessions.forms.attendance import CorrectionForm, HeadCountForm, VoidHeadCountForm
from sessions.forms.filtering import FilterForm
from sessions.forms.lifecycle import (
    CallOffForm,
    CancelForm,
    CloseForm,
    HoldForm,
    PlanAgainForm,
    PostponeForm,
    ReopenForm,
)
from sessions.forms.people import NewPersonForm, RegisterForm, RemovePersonForm, SearchForm, WalkInForm
from sessions.forms.planning import SessionForm
from sessions.forms.roll import RollForm

__all__ = [
    "CallOffForm",
    "CancelForm",
    "CloseForm",
    "CorrectionForm",
    "FilterForm",
    "HeadCountForm",
    "HoldForm",
    "NewPersonForm",
    "PlanAgainForm",
    "PostponeForm",
    "RegisterForm",
    "RemovePersonForm",
    "ReopenForm",
    "RollForm",
    "SearchForm",
    "SessionForm",
    "VoidHeadCountForm",
    "WalkInForm",
]
