"""The facts all figures are made of, as common table expressions over one tenant's tables.

Plain SQL, because the figures are sets and windows over every presence of a tenant. Each expression is one notion of
counting.md; figures and cells select from them. Parameters: start, end (dates), zone (the tenant's time zone).
"""

from typing import Any

from django.db import connection

from impact.counting.selection import EVERYTHING, Selection

FACTS = """
WITH
-- Merged records count as the one they were merged into (rule 6).
person AS (
  SELECT id, {canon} AS canon, user_id,
         sex, age_band, category, institution_type, person_region, person_language
  FROM people_person {chosen_people}
),
-- Events are listed, but in no indicator (section 2).
session AS (
  SELECT s.id, s.kind, s.state, s.role, s.audience, s.pass_mark, s.shared_key, s.region, s.language, s.modality,
         s.project, c.code AS cycle
  FROM training_sessions_trainingsession s
  LEFT JOIN training_sessions_cycle c ON c.id = s.cycle_id
  WHERE s.kind IN ('training', 'awareness') {chosen_sessions}
),
slot AS (
  SELECT id, session_id, date, part, minutes, part_order,
         row_number() OVER (PARTITION BY session_id ORDER BY date, part_order, number) AS place,
         sum(minutes) OVER (PARTITION BY session_id) AS scheduled
  FROM training_sessions_slot
),
-- Whoever runs a session, through any of the records merged into one human.
runner AS (
  SELECT DISTINCT t.trainingsession_id AS session_id, p.canon AS person
  FROM training_sessions_trainingsession_trainers t JOIN person p ON p.user_id = t.user_id
),
-- A session falls into the period of its first slot.
opening AS (SELECT session_id, date AS day FROM slot WHERE place = 1),
head AS (
  SELECT h.slot_id, sum(h.count) AS people
  FROM training_sessions_headcount h
  LEFT JOIN training_sessions_headcount v ON v.voids_id = h.id {voided_then}
  WHERE h.voids_id IS NULL AND v.id IS NULL {headcount_then}
  GROUP BY h.slot_id HAVING sum(h.count) > 0
),
-- Presence m(p,h): the longest unvoided row, cut to the slot; 0 minutes is absence; trainers do not count (rule 11).
mark AS (
  SELECT p.canon AS person, e.slot_id, max(least(coalesce(e.minutes, sl.minutes), sl.minutes)) AS minutes
  FROM training_sessions_evidence e
  JOIN slot sl ON sl.id = e.slot_id
  JOIN session s ON s.id = sl.session_id AND s.state = 'held'
  JOIN person p ON p.id = e.person_id
  LEFT JOIN training_sessions_evidence v ON v.voids_id = e.id {voided_then}
  WHERE e.voids_id IS NULL AND v.id IS NULL {evidence_then}
    AND NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = s.id AND r.person = p.canon)
  GROUP BY p.canon, e.slot_id
  HAVING max(least(coalesce(e.minutes, sl.minutes), sl.minutes)) > 0
),
presence AS (
  SELECT m.person, m.minutes, sl.session_id, sl.id AS slot_id, sl.date AS day, sl.part_order, sl.place, sl.scheduled,
         sum(m.minutes) OVER (PARTITION BY m.person, sl.session_id ORDER BY sl.place) AS so_far
  FROM mark m JOIN slot sl ON sl.id = m.slot_id
),
-- Held: in state held, with a presence or a head-count.
held AS (
  SELECT s.*, o.day FROM session s JOIN opening o ON o.session_id = s.id
  WHERE s.state = 'held' AND (
    EXISTS (SELECT 1 FROM presence p WHERE p.session_id = s.id)
    OR EXISTS (SELECT 1 FROM head h JOIN slot sl ON sl.id = h.slot_id WHERE sl.session_id = s.id))
),
-- ATT: one (person, session), dated by its first attended slot; `crossed` is the day theta = 0.80 was reached.
attendance AS (
  SELECT person, session_id, min(day) AS day, min(day) FILTER (WHERE 5 * so_far >= 4 * scheduled) AS crossed
  FROM presence GROUP BY person, session_id
),
-- One test of a kind per person and session: of those of merged records, that of the one that stays, else the older.
score AS (
  SELECT DISTINCT ON (t.session_id, p.canon, t.kind) t.session_id, p.canon AS person, t.kind, t.score, t.maximum
  FROM training_sessions_testscore t JOIN person p ON p.id = t.person_id
  ORDER BY t.session_id, p.canon, t.kind, (p.canon = p.id) DESC, t.id
),
passed AS (
  SELECT t.session_id, t.person
  FROM score t JOIN session s ON s.id = t.session_id
  WHERE t.kind = 'post' AND 100 * t.score >= s.pass_mark * t.maximum
),
lesson AS (
  SELECT p.canon AS person, (l.done_at AT TIME ZONE %(zone)s)::date AS day, n.id AS enrolment_id
  FROM courses_lessonprogress l JOIN courses_enrolment n ON n.id = l.enrolment_id JOIN person p ON p.id = n.person_id
  {online}
),
-- CMP: of a session, or of an online course (session_id is null).
completion AS (
  SELECT a.person, a.session_id, s.kind, a.crossed AS day
  FROM attendance a JOIN session s ON s.id = a.session_id
  WHERE a.crossed IS NOT NULL
    AND (s.pass_mark IS NULL
         OR EXISTS (SELECT 1 FROM passed t WHERE t.session_id = a.session_id AND t.person = a.person))
  UNION ALL
  SELECT p.canon, NULL, 'training', (n.completed_at AT TIME ZONE %(zone)s)::date
  FROM courses_enrolment n JOIN person p ON p.id = n.person_id WHERE n.completed_at IS NOT NULL {online_too}
),
-- TRAINED looks at kind training only; awareness never trains.
trained AS (SELECT person, session_id, day FROM completion WHERE kind = 'training'),
-- REACH, with each person's axes as at the latest attendance of the period, else the latest lesson (rule 3).
sighting AS (
  SELECT p.person, 1 AS in_room, p.day, p.part_order, p.session_id, r.canonical,
         coalesce(r.sex, own.sex) AS sex, coalesce(r.age_band, own.age_band) AS age_band,
         coalesce(r.category, own.category) AS category,
         coalesce(r.institution_type, own.institution_type) AS institution_type,
         coalesce(r.person_region, own.person_region) AS person_region,
         coalesce(r.person_language, own.person_language) AS person_language
  FROM presence p
  JOIN person own ON own.id = p.person
  LEFT JOIN (SELECT r.*, q.canon, (q.canon = q.id)::int AS canonical
             FROM training_sessions_registration r JOIN person q ON q.id = r.person_id) r
         ON r.session_id = p.session_id AND r.canon = p.person
  WHERE p.day BETWEEN %(start)s AND %(end)s
  UNION ALL
  SELECT l.person, 0, l.day, 0, NULL, 1, n.sex, n.age_band, n.category, n.institution_type, n.person_region,
         n.person_language
  FROM lesson l JOIN courses_enrolment n ON n.id = l.enrolment_id
  WHERE l.day BETWEEN %(start)s AND %(end)s
),
reached AS (
  SELECT DISTINCT ON (person) * FROM sighting
  ORDER BY person, in_room DESC, day DESC, part_order DESC, session_id DESC, canonical DESC
)
"""


# What differs when the register is read as it was: who counted as whom, which rows were there.
NOW = {
    "canon": "coalesce(merged_into_id, id)", "voided_then": "", "headcount_then": "", "evidence_then": "",
    "chosen_people": "", "chosen_sessions": "", "online": "", "online_too": "",
}  # fmt: skip
CANON_THEN = """coalesce((SELECT m.kept_id FROM people_merge m WHERE m.absorbed_id = people_person.id
    AND m.made_at <= %(merges_until)s AND (m.ended_at IS NULL OR m.ended_at > %(merges_until)s)
    ORDER BY m.id DESC LIMIT 1), id)"""
EVIDENCE_THEN = {
    "voided_then": "AND v.server_time <= %(evidence_until)s",
    "headcount_then": "AND h.server_time <= %(evidence_until)s",
    "evidence_then": "AND e.server_time <= %(evidence_until)s",
}


def facts_for(parameters: dict[str, Any]) -> str:
    """The facts as they are or, with moments `evidence_until` and `merges_until` among the parameters, as they were;
    with a `selection`, of its sessions alone, and of the ids in `people` alone."""
    then = dict(NOW)
    if parameters.get("merges_until") is not None:
        then["canon"] = CANON_THEN
    if parameters.get("evidence_until") is not None:
        then |= EVIDENCE_THEN
    chosen: Selection = parameters.get("selection", EVERYTHING)
    if chosen.of_sessions:  # an online course is in no session
        then |= {"chosen_sessions": chosen.session_condition(), "online": "WHERE false", "online_too": "AND false"}
    if parameters.get("people") is not None:
        then["chosen_people"] = f"WHERE {then['canon']} = ANY(%(people)s)"
    return FACTS.format(**then)


def select(query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of `query` over the facts of the active tenant, as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(facts_for(parameters) + query, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
