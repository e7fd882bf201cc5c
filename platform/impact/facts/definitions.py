"""Names the indicators, which of them may be summed, and the axes they are split by (definitions.md, section 3)."""

DEFINITION_VERSION = 1

ADDITIVE = ("S_PLAN", "S_HELD", "H_DEL", "ATT", "HDP", "PH", "CMP", "HC")
NOT_ADDITIVE = ("REACH", "TRAINED", "NEW", "RET", "CUM", "RANGE", "PRO", "PRO_S", "GAIN")

PERSON_AXES = {
    "sex": "sex",
    "age_band": "age_band",
    "category": "category",
    "institution_type": "institution_type",
    "person_region": "person_region",
    "language": "person_language",
}
PERSON_COLUMNS = tuple(PERSON_AXES.values())
SESSION_AXES = ("region", "session_language", "modality", "month", "project", "cycle")
AXES = (*PERSON_AXES, *SESSION_AXES)
# Of a session: its axes but the month, which is that of a day; and its kind, by which it can be chosen.
SESSION_COLUMNS = ("kind", "region", "session_language", "modality", "project", "cycle")
