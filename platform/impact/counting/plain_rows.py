"""Sums, as SQL, over the rows of those who did not move within a period (impact.counting.chained).

Of all sessions a row is a person's last one where the next lies beyond, and unique people are sums of rows. Of some
sessions it is not: the next row may be of another. There rows are gathered by person; each has the person's axes.
"""

from collections.abc import Sequence

from impact.facts.selection import Selection
from impact.facts.sources import CHANGED

# NOT IN is looked up in a hash whatever the planner expects; an anti-join it may loop over. Of everybody it is written
# out in place of `moved`, which several processes of PostgreSQL could not read at once: they share a long period.
_NOT_MOVED = f"""person NOT IN ({CHANGED}
  UNION ALL SELECT person FROM impact_onlineday WHERE day BETWEEN %(start)s AND %(end)s)"""  # noqa: S608  our names
PLAIN = f"""
plain AS NOT MATERIALIZED (
  SELECT * FROM impact_presenceday WHERE day BETWEEN %(start)s AND %(end)s AND {_NOT_MOVED}
)"""  # noqa: S608  our names
# Of the months that the period does not hold whole.
EDGES = f"""
edges AS NOT MATERIALIZED (
  SELECT * FROM impact_presenceday
  WHERE (day BETWEEN %(start)s AND %(first_edge)s OR day BETWEEN %(last_edge)s AND %(end)s) AND {_NOT_MOVED}
)"""  # noqa: S608  our names
PLAIN_OF_CHOSEN = "plain AS NOT MATERIALIZED (SELECT * FROM mine)"
EDGES_OF_CHOSEN = "edges AS NOT MATERIALIZED (SELECT * FROM mine)"
# Sums of rows: what is told by people's columns, by region beside, and of those whom an axis chose.
OF_PEOPLE = {
    "attendances": "starts", "reached": "next_day > %(end)s", "trained": "trains AND next_trained > %(end)s",
}  # fmt: skip
OF_REGION = {
    "in_region": "next_in_region > %(end)s", "trained_in_region": "trains AND next_trained_in_region > %(end)s",
}  # fmt: skip
OF_CHOSEN = {
    "new": "next_day > %(end)s AND first_trained BETWEEN %(start)s AND %(end)s",
    "cumulative": "next_day > %(end)s AND first_trained <= %(end)s",
}  # fmt: skip
# Rows of which these sums can count none are left out where nothing else is asked; the next trained day is never before
# the next day.
LAST_ROWS = "WHERE next_trained > %(end)s"
GROUPED = "grouped AS MATERIALIZED (SELECT {columns}, {sums} FROM plain {rows} GROUP BY {columns})"
TOLD = """
told_by_{name} AS (
  SELECT json_agg(json_build_array({columns}, {names})) AS told_by_{name}
  FROM (SELECT {columns}, {sums} FROM grouped GROUP BY {columns}) g
)"""
BY_MONTH = """
told_by_month AS (
  SELECT json_agg(json_build_array(month, attendances, reached, trained)) AS told_by_month
  FROM (
    SELECT to_char(day, 'YYYY-MM') AS month, sum(attendances) AS attendances, sum(reached) AS reached,
           sum(trained) AS trained
    FROM (
      SELECT day, count(*) FILTER (WHERE starts) AS attendances,
             count(*) FILTER (WHERE ends_month OR next_day > %(end)s) AS reached,
             count(*) FILTER (WHERE trains AND (ends_month_trained OR next_trained > %(end)s)) AS trained
      FROM edges GROUP BY day
    ) d GROUP BY 1
  ) m
)"""
WHOLE_MONTHS = """
whole_months AS (
  SELECT json_agg(json_build_array(to_char(start, 'YYYY-MM'), attendances, reached, trained)) AS whole_months
  FROM impact_periodtally
  WHERE span = 'month' AND scope = '' AND axis = '' AND start BETWEEN %(whole_start)s AND %(whole_end)s
)"""
# A person's rows of some sessions, gathered by what tells the cells.
GATHERED = """
told_by_{name} AS (
  SELECT json_agg(json_build_array({columns}, attendances, reached, trained)) AS told_by_{name}
  FROM (
    SELECT {columns}, sum(attendances) AS attendances, count(*) AS reached, count(*) FILTER (WHERE trained) AS trained
    FROM (SELECT person, {columns}, count(*) FILTER (WHERE starts) AS attendances, bool_or(trains) AS trained
          FROM (SELECT *, date_trunc('month', day)::date AS month FROM plain) p GROUP BY person, {columns}) d
    GROUP BY {columns}
  ) g
)"""

Told = tuple[list[str], list[str]]  # expressions, and the names of those that tell


def sums(selection: Selection, columns: Sequence[str], axes: Sequence[str]) -> Told:
    """What tells the cells of these columns of people, of the region and the month, each as JSON: the values, then
    ATT, REACH and TRAINED; by people those who are new and CUM too, where people alone are chosen."""
    return _gathered(columns, axes) if selection.of_sessions else _chained(bool(selection), columns, axes)


def told_by(columns: Sequence[str], axes: Sequence[str]) -> tuple[str, ...]:
    """The columns of rows that these sums need beside what every count does."""
    of_region = ("region", "next_in_region", "next_trained_in_region") if "region" in axes else ()
    of_months = ("ends_month", "ends_month_trained") if "month" in axes else ()
    return (*columns, *of_region, *of_months)


def _gathered(columns: Sequence[str], axes: Sequence[str]) -> Told:
    by: dict[str, Sequence[str]] = {"people": columns} | {axis: [axis] for axis in ("region", "month") if axis in axes}
    told = [GATHERED.format(name=name, columns=", ".join(keys)) for name, keys in by.items()]
    return [PLAIN_OF_CHOSEN, *told], [f"told_by_{name}" for name in by]


def _chained(some: bool, columns: Sequence[str], axes: Sequence[str]) -> Told:
    keys, counted = [*columns], OF_PEOPLE | (OF_CHOSEN if some else {})
    told = {"people": ([*columns], [*counted])}
    if "region" in axes:
        keys, counted = [*keys, "region"], counted | OF_REGION
        told["region"] = (["region"], ["attendances", *OF_REGION])
    counts = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in counted.items())
    rows = "" if {*axes} - {"month"} else LAST_ROWS
    parts = [PLAIN_OF_CHOSEN if some else PLAIN, GROUPED.format(columns=", ".join(keys), sums=counts, rows=rows)]
    for name, (by, names) in told.items():
        added = ", ".join(f"sum({one}) AS {one}" for one in names)
        parts.append(TOLD.format(name=name, columns=", ".join(by), names=", ".join(names), sums=added))
    named = [f"told_by_{name}" for name in told]
    if "month" in axes:
        parts += [EDGES_OF_CHOSEN, BY_MONTH] if some else [EDGES, BY_MONTH, WHOLE_MONTHS]
        named += ["told_by_month"] if some else ["told_by_month", "whole_months"]
    return parts, named
