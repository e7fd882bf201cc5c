"""Whether a database, or the one machine of several that holds what was asked for, cannot be reached."""

import django.db
import psycopg

# SQLSTATE of a server that goes, comes, is full of connections or of rows; none: nobody answered.
AWAY = {"57P01", "57P02", "57P03", "53100", "53300"}
LOST = "08"  # the class of broken connections, to a node of a cluster too


def is_database_away(error: BaseException | None) -> bool:
    """Whether the server cannot be reached or takes nothing now; a statement that failed is another thing."""
    if not isinstance(error, django.db.OperationalError | django.db.InterfaceError):
        return False
    cause = error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    return state is None or state in AWAY or state.startswith(LOST)
