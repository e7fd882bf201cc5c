"""Extension points of people: what the apps above add to their pages, data, messages and codes.

People know neither courses nor sessions. Each app above calls these functions from its one module `plugins`.
"""

from people.extension_points.home import Part, home_parts, register_part
from people.extension_points.joining import Target, register_target, targets
from people.extension_points.lists import (
    Arrival,
    Destination,
    ExportAction,
    ExportColumns,
    export_actions,
    export_columns,
    list_destinations,
    register_export_action,
    register_export_columns,
    register_list_destination,
)
from people.extension_points.own_data import Entry, Fact, Section, register_section, sections
from people.extension_points.records import (
    ActivitySource,
    Question,
    activity_sources,
    axis_snapshots,
    consequences,
    questions,
    register_activity_source,
    register_axis_snapshots,
    register_consequences,
    register_question,
)
from people.extension_points.reminders import Due, Reminder, register_reminder, reminders

__all__ = [
    "ActivitySource",
    "Arrival",
    "Destination",
    "Due",
    "Entry",
    "ExportAction",
    "ExportColumns",
    "Fact",
    "Part",
    "Question",
    "Reminder",
    "Section",
    "Target",
    "activity_sources",
    "axis_snapshots",
    "consequences",
    "export_actions",
    "export_columns",
    "home_parts",
    "list_destinations",
    "questions",
    "register_activity_source",
    "register_axis_snapshots",
    "register_consequences",
    "register_export_action",
    "register_export_columns",
    "register_list_destination",
    "register_part",
    "register_question",
    "register_reminder",
    "register_section",
    "register_target",
    "reminders",
    "sections",
    "targets",
]
