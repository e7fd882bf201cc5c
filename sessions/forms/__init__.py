"""The only gate for input about training sessions."""

from sessions.forms.attendance import CorrectionForm, HeadCountForm, RollForm, VoidHeadCountForm
from sessions.forms.filtering import FilterForm
from sessions.forms.people import NewPersonForm, RegisterForm, RemovePersonForm, SearchForm
from sessions.forms.planning import CancelForm, HoldForm, PlanAgainForm, SessionForm

__all__ = [
    "CancelForm",
    "CorrectionForm",
    "FilterForm",
    "HeadCountForm",
    "HoldForm",
    "NewPersonForm",
    "PlanAgainForm",
    "RegisterForm",
    "RemovePersonForm",
    "RollForm",
    "SearchForm",
    "SessionForm",
    "VoidHeadCountForm",
]
