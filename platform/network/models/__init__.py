"""Tables of the network: rolled-up figures, what is kept of partners that leave, projects and their logframes, the
library's offers.

They live in the public schema and hold aggregates and the titles of what is offered: no user, no name of a person.
"""

from network.models.calendar import OpenSession
from network.models.figures import RolledUpFigures
from network.models.kept import Departure, KeptCount, KeptPart, KeptSnapshot, left_scope
from network.models.library import LibraryOffer
from network.models.logframes import FIGURES, Aim, FrameIndicator, FrameResult, Logframe
from network.models.projects import (
    Partner,
    Project,
    ProjectCycle,
    ProjectFunder,
    ProjectPhase,
    ProjectQuerySet,
    Prolongation,
)

__all__ = [
    "FIGURES",
    "Aim",
    "Departure",
    "FrameIndicator",
    "FrameResult",
    "KeptCount",
    "KeptPart",
    "KeptSnapshot",
    "LibraryOffer",
    "Logframe",
    "OpenSession",
    "Partner",
    "Project",
    "ProjectCycle",
    "ProjectFunder",
    "ProjectPhase",
    "ProjectQuerySet",
    "Prolongation",
    "RolledUpFigures",
    "left_scope",
]
