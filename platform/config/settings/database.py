"""The database settings: DATABASE_URL, or the embedded PostgreSQL under var/."""

from pathlib import Path

from config import embedded_pg, environment

ENGINE = {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True}


def default_database(var: Path) -> dict[str, object]:
    """Connection settings of the `default` alias; starts the embedded server where no DATABASE_URL is set."""
    if url := environment.text("DATABASE_URL", ""):
        return ENGINE | environment.database(url)
    return ENGINE | embedded_pg.ensure(var).connection()
