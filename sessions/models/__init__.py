"""Training sessions: what is planned, who is registered, the evidence of who came."""

from sessions.models.changes import Change
from sessions.models.evidence import AppendOnly, AppendOnlyError, Evidence, HeadCount, TestScore
from sessions.models.feedback import FEEDBACK_STEP, QUESTIONS, AttendanceDispute, CalendarFeed, Feedback, FeedbackGiven
from sessions.models.materials import Material
from sessions.models.paper import Scan, ScanMark, ScanSetAside, SheetPage
from sessions.models.registration import Registration
from sessions.models.training_session import Cycle, Slot, TrainingSession

__all__ = [
    "FEEDBACK_STEP",
    "QUESTIONS",
    "AppendOnly",
    "AppendOnlyError",
    "AttendanceDispute",
    "CalendarFeed",
    "Change",
    "Cycle",
    "Evidence",
    "Feedback",
    "FeedbackGiven",
    "HeadCount",
    "Material",
    "Registration",
    "Scan",
    "ScanMark",
    "ScanSetAside",
    "SheetPage",
    "Slot",
    "TestScore",
    "TrainingSession",
]
