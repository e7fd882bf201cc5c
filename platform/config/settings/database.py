"""The database settings: DATABASE_URL, or the embedded PostgreSQL under var/."""

from pathlib import Path

from config import embedded_pg, environment, in_memory

# A connection is kept: a new one costs more than most pages, since PostgreSQL reads the catalogue of all tables again.
# Each request looks first whether it still stands (a restarted server), and chooses its tenant's schema anew.
ENGINE = {
    "ENGINE": "config.postgresql",
    "CONN_HEALTH_CHECKS": True,
    "CONN_MAX_AGE": environment.integer("CONN_MAX_AGE", 600),  # seconds
}


def default_database(var: Path) -> dict[str, object]:
    """Connection settings of the `default` alias; starts the embedded server where no DATABASE_URL is set."""
    if url := environment.text("DATABASE_URL", ""):
        return ENGINE | environment.database(url)
    return ENGINE | embedded_pg.ensure(var).connection()


def database_of_tests(var: Path) -> dict[str, object]:
    """Those of a server of the tests' own, whose data need not outlive the machine; a benchmark stays on the disk."""
    if environment.text("DATABASE_URL", "") or environment.flag("TESTS_ON_DISK", False):
        return default_database(var)
    return ENGINE | in_memory.ensure(var).connection()
