"""The only gate for what is written into a logframe."""

from network.logframes.forms.approval import ApproveForm, SendBackForm
from network.logframes.forms.frames import AimForm, IndicatorForm, ResultForm
from network.logframes.forms.typed import TypedForm

__all__ = ["AimForm", "ApproveForm", "IndicatorForm", "ResultForm", "SendBackForm", "TypedForm"]
