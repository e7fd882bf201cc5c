"""The plain SQL that yields a year's figures from the evidence, as a careful analyst would write it for this question.

No cells, no filters, no earlier moments, nothing kept. The product's recount must not take more than 1.5 times as long.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

PLAIN = """
WITH who AS (SELECT id, coalesce(merged_into_id, id) AS person, user_id FROM people_person),
day AS (
  SELECT sl.*, row_number() OVER (PARTITION BY session_id ORDER BY date, part_order, number) AS place,
         sum(minutes) OVER (PARTITION BY session_id) AS scheduled
  FROM training_sessions_slot sl
),
mark AS (
  SELECT w.person, d.id AS slot_id, d.session_id, d.date, d.place, d.scheduled,
         max(least(coalesce(e.minutes, d.minutes), d.minutes)) AS minutes
  FROM training_sessions_evidence e JOIN who w ON w.id = e.person_id JOIN day d ON d.id = e.slot_id
  JOIN training_sessions_trainingsession s ON s.id = d.session_id AND s.state = 'held' AND s.kind <> 'event'
  WHERE e.voids_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM training_sessions_evidence v WHERE v.voids_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM training_sessions_trainingsession_trainers t JOIN who r ON r.user_id = t.user_id
                    WHERE t.trainingsession_id = s.id AND r.person = w.person)
  GROUP BY 1, 2, 3, 4, 5, 6
),
present AS (
  SELECT *, sum(minutes) OVER (PARTITION BY person, session_id ORDER BY place) AS so_far FROM mark WHERE minutes > 0
),
attended AS (
  SELECT person, session_id, min(date) AS day, min(date) FILTER (WHERE 5 * so_far >= 4 * scheduled) AS crossed
  FROM present GROUP BY 1, 2
),
head AS (
  SELECT h.slot_id, sum(h.count) AS people FROM training_sessions_headcount h
  WHERE h.voids_id IS NULL AND NOT EXISTS (SELECT 1 FROM training_sessions_headcount v WHERE v.voids_id = h.id)
  GROUP BY 1 HAVING sum(h.count) > 0
),
head_of AS (SELECT d.session_id, max(h.people) AS most FROM head h JOIN day d ON d.id = h.slot_id GROUP BY 1),
score AS (
  SELECT DISTINCT ON (t.session_id, w.person, t.kind) t.session_id, w.person, t.kind, t.score, t.maximum
  FROM training_sessions_testscore t JOIN who w ON w.id = t.person_id
  ORDER BY t.session_id, w.person, t.kind, (w.id = w.person) DESC, t.id
),
completed AS (
  SELECT a.person, a.session_id, a.crossed AS day, s.kind
  FROM attended a JOIN training_sessions_trainingsession s ON s.id = a.session_id
  LEFT JOIN score t ON t.session_id = a.session_id AND t.person = a.person AND t.kind = 'post'
  WHERE a.crossed IS NOT NULL AND (s.pass_mark IS NULL OR 100 * t.score >= s.pass_mark * t.maximum)
),
held AS (
  SELECT s.id, s.role, s.audience, d.date AS day, coalesce(h.most, 0) AS most
  FROM training_sessions_trainingsession s JOIN day d ON d.session_id = s.id AND d.place = 1
  LEFT JOIN head_of h ON h.session_id = s.id LEFT JOIN (SELECT DISTINCT session_id FROM attended) a ON a.session_id = s.id
  WHERE s.state = 'held' AND s.kind <> 'event' AND (a.session_id IS NOT NULL OR h.session_id IS NOT NULL)
),
slots AS (
  SELECT d.minutes, coalesce(h.people, 0) AS people FROM day d JOIN held s ON s.id = d.session_id
  LEFT JOIN head h ON h.slot_id = d.id WHERE d.date BETWEEN %(start)s AND %(end)s
),
seen AS (
  SELECT DISTINCT ON (p.person) p.person, coalesce(r.category, own.category) AS category
  FROM present p JOIN day d ON d.id = p.slot_id JOIN people_person own ON own.id = p.person
  LEFT JOIN (training_sessions_registration r JOIN who w ON w.id = r.person_id)
         ON r.session_id = p.session_id AND w.person = p.person
  WHERE p.date BETWEEN %(start)s AND %(end)s
  ORDER BY p.person, p.date DESC, d.part_order DESC, p.session_id DESC, (w.id = w.person) DESC, r.id
),
pairs AS (
  SELECT max(score / maximum) FILTER (WHERE t.kind = 'pre') AS pre, max(score / maximum) FILTER (WHERE t.kind = 'post') AS post
  FROM score t JOIN held ON held.id = t.session_id AND held.day BETWEEN %(start)s AND %(end)s
  GROUP BY t.session_id, t.person
),
trained AS (
  SELECT person, min(day) AS first, max(day) AS last FROM completed
  WHERE kind = 'training' AND day <= %(end)s GROUP BY 1
)
SELECT
  (SELECT count(*) FROM day d JOIN training_sessions_trainingsession s ON s.id = d.session_id
   WHERE d.place = 1 AND s.kind <> 'event' AND d.date BETWEEN %(start)s AND %(end)s) AS planned,
  h.held, h.organised, h.for_professionals, sl.delivered, a.attendances, p.half_days, sl.half_days_headcounted,
  p.person_minutes, sl.person_minutes_headcounted, c.completions, q.reached, t.trained, t.new, t.cumulative, h.headcount,
  (SELECT max(x.identified + held.most) FROM held JOIN (
     SELECT session_id, count(DISTINCT person) AS identified FROM present WHERE date BETWEEN %(start)s AND %(end)s
     GROUP BY 1) x ON x.session_id = held.id WHERE held.day BETWEEN %(start)s AND %(end)s) AS fullest,
  q.known, q.professionals, g.pairs
FROM
  (SELECT count(*) AS held, count(*) FILTER (WHERE role = 'organised') AS organised,
          count(*) FILTER (WHERE audience = 'professional') AS for_professionals, sum(most) AS headcount
   FROM held WHERE day BETWEEN %(start)s AND %(end)s) h,
  (SELECT sum(minutes) AS delivered, sum(people) AS half_days_headcounted,
          sum(people * minutes) AS person_minutes_headcounted FROM slots) sl,
  (SELECT count(*) AS attendances FROM attended WHERE day BETWEEN %(start)s AND %(end)s) a,
  (SELECT count(*) AS half_days, sum(minutes) AS person_minutes FROM present
   WHERE date BETWEEN %(start)s AND %(end)s) p,
  (SELECT count(*) AS completions FROM completed WHERE day BETWEEN %(start)s AND %(end)s) c,
  (SELECT count(*) AS reached, count(*) FILTER (WHERE category <> '') AS known,
          count(*) FILTER (WHERE category NOT IN ('', 'general_public', 'student')) AS professionals FROM seen) q,
  (SELECT count(*) FILTER (WHERE last >= %(start)s) AS trained, count(*) FILTER (WHERE first >= %(start)s) AS new,
          count(*) AS cumulative FROM trained) t,
  (SELECT count(*) FILTER (WHERE pre IS NOT NULL AND post IS NOT NULL) AS pairs, avg(pre), avg(post) FROM pairs) g
"""  # noqa: E501  SQL


def processor_time(act: Callable[[], Any]) -> float:
    """Seconds that the database's process of this connection has worked; by the clock where it cannot be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def now() -> float:
        if not stat.exists():
            return time.perf_counter()
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    started = now()
    act()
    return now() - started


def ask_plain(given: dict[str, Any]) -> dict[str, int]:
    """The row it yields, by name."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, given)
        names = [column.name for column in cursor.description]
        return {name: int(value) for name, value in zip(names, cursor.fetchone(), strict=True)}
