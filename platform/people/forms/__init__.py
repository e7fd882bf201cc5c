"""Forms of joining, of consent and of one's own data."""

from people.forms.axes import AxesForm
from people.forms.joining import AskingForm, BadgeForm, CodeForm, ConsentForm, JoinForm, ReturnForm
from people.forms.own_data import CorrectionForm, ErasureForm

__all__ = [
    "AskingForm",
    "AxesForm",
    "BadgeForm",
    "CodeForm",
    "ConsentForm",
    "CorrectionForm",
    "ErasureForm",
    "JoinForm",
    "ReturnForm",
]
