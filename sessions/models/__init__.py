"""Training sessions: what is planned, who is registered, the evidence of who came."""

from sessions.models.evidence import AppendOnlyError, Evidence, HeadCount, TestScore
from sessions.models.registration import Registration
from sessions.models.training_session import Cycle, Slot, TrainingSession

__all__ = [
    "AppendOnlyError",
    "Cycle",
    "Evidence",
    "HeadCount",
    "Registration",
    "Slot",
    "TestScore",
    "TrainingSession",
]
