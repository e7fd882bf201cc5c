"""Common table expressions over one tenant's evidence: presence, attendance, completion, tests, online learning.

Plain SQL, because figures are sets and windows over every presence of a tenant. Each expression is one notion of
definitions.md. Figures are made of the last ones, `attendance_day`, `session_day`, `online_day` and `test_pair`
(impact.counting.figures), whose rows are also stored in tables: this text both fills the tables and proves them
(impact.aggregates). Parameters: start, end (dates), zone (the tenant's time zone).
"""

from sessions.rules import COUNTED_KINDS, ENOUGH

# What the expressions say in numbers and words of sessions.rules; `enough` of `enough_of` parts, compared in integers.
RULES = {
    "enough": str(ENOUGH.numerator), "enough_of": str(ENOUGH.denominator),
    "counted_kinds": ", ".join(f"'{kind.value}'" for kind in COUNTED_KINDS),
}  # fmt: skip

ROOMS = """
-- Merged records count as the one they were merged into (rule 6).
person AS {person_kept} (SELECT id, {canon} AS canon, {merged} AS merged, user_id FROM people_person {chosen_people}),
-- Events are listed, but in no indicator (section 2).
session AS (
  SELECT s.id, s.kind, s.state, s.role, s.audience, s.pass_mark, s.shared_key, s.region, s.language AS session_language,
         s.modality, s.project, coalesce(c.code, '') AS cycle, s.phase
  FROM training_sessions_trainingsession s
  LEFT JOIN training_sessions_cycle c ON c.id = s.cycle_id
  WHERE s.kind IN ({counted_kinds}) {chosen_sessions}
),
slot AS (
  SELECT sl.id, sl.session_id, sl.date, sl.part, sl.minutes, sl.part_order,
         row_number() OVER (PARTITION BY sl.session_id ORDER BY sl.date, sl.part_order, sl.number) AS place,
         sum(sl.minutes) OVER (PARTITION BY sl.session_id) AS scheduled
  FROM training_sessions_slot sl JOIN session s ON s.id = sl.session_id
),
-- Whoever runs a session, through any of the records merged into one human.
runner AS (
  SELECT DISTINCT t.trainingsession_id AS session_id, p.canon AS person
  FROM training_sessions_trainingsession_trainers t JOIN session s ON s.id = t.trainingsession_id
  JOIN person p ON p.user_id = t.user_id
),
-- A session falls into the period of its first slot.
opening AS (SELECT session_id, date AS day FROM slot WHERE place = 1),
head AS (
  SELECT h.slot_id, sum(h.count) AS people
  FROM training_sessions_headcount h JOIN slot sl ON sl.id = h.slot_id
  WHERE h.voids_id IS NULL {headcount_then}
    AND NOT EXISTS (SELECT 1 FROM training_sessions_headcount v WHERE v.voids_id = h.id {voided_then})
  GROUP BY h.slot_id HAVING sum(h.count) > 0
),
-- Presence m(p,h): the longest unvoided row, cut to the slot; 0 minutes is absence; trainers do not count (rule 11).
mark AS (
  SELECT p.canon AS person, e.slot_id, max(least(coalesce(e.minutes, sl.minutes), sl.minutes)) AS minutes
  FROM training_sessions_evidence e
  JOIN training_sessions_slot sl ON sl.id = e.slot_id
  JOIN session s ON s.id = sl.session_id AND s.state = 'held'
  JOIN person p ON p.id = e.person_id
  WHERE e.voids_id IS NULL {evidence_then} {presence_of}
    AND NOT EXISTS (SELECT 1 FROM training_sessions_evidence v WHERE v.voids_id = e.id {voided_then})
  GROUP BY p.canon, e.slot_id
),
presence AS (
  SELECT m.person, m.minutes, sl.session_id, sl.id AS slot_id, sl.date AS day, sl.part_order, sl.scheduled
  FROM mark m JOIN slot sl ON sl.id = m.slot_id
  WHERE m.minutes > 0
    AND NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = sl.session_id AND r.person = m.person)
)"""

TESTS = """
-- One test of a kind per person and session: of those of merged records, that of the one that stays, else the older.
score AS (
  SELECT DISTINCT ON (t.session_id, p.canon, t.kind) t.session_id, p.canon AS person, t.kind, t.score, t.maximum
  FROM training_sessions_testscore t JOIN person p ON p.id = t.person_id JOIN session s ON s.id = t.session_id
  ORDER BY t.session_id, p.canon, t.kind, (p.canon = p.id) DESC, t.id
),
passed AS (
  SELECT t.session_id, t.person FROM score t JOIN session s ON s.id = t.session_id
  WHERE t.kind = 'post' AND 100 * t.score >= s.pass_mark * t.maximum
),
-- Scores as they are: means are taken over exact fractions, a numeric division would blur ties.
test_pair AS (
  SELECT t.session_id, t.person,
         max(score) FILTER (WHERE kind = 'pre') AS pre, max(maximum) FILTER (WHERE kind = 'pre') AS pre_maximum,
         max(score) FILTER (WHERE kind = 'post') AS post, max(maximum) FILTER (WHERE kind = 'post') AS post_maximum,
         1 AS people
  FROM score t
  WHERE NOT EXISTS (SELECT 1 FROM runner r WHERE r.session_id = t.session_id AND r.person = t.person)
  GROUP BY t.session_id, t.person
)"""

ATTENDANCE_DAYS = """
-- A person in a session on a day; `starts` is the first day there, which dates ATT.
presence_day AS (
  SELECT *, min(day) OVER w = day AS starts, sum(minutes) OVER (w ORDER BY day) AS so_far
  FROM (SELECT person, session_id, day, max(part_order) AS part_order, count(*) AS half_days, sum(minutes) AS minutes,
               max(scheduled) AS scheduled
        FROM presence GROUP BY person, session_id, day) p
  WINDOW w AS (PARTITION BY person, session_id)
),
-- `completes`: the day on which enough was attended, where the test is passed, which dates CMP.
completing AS (
  SELECT d.*, {s_columns}, {enough_of} * d.so_far >= {enough} * d.scheduled
                           AND {enough_of} * (d.so_far - d.minutes) < {enough} * d.scheduled
                           AND (s.pass_mark IS NULL OR t.person IS NOT NULL) AS completes
  FROM presence_day d JOIN session s ON s.id = d.session_id
  LEFT JOIN passed t ON t.session_id = d.session_id AND t.person = d.person
),
-- The axes as they were: of the record that stays, else of the oldest registration of one merged into it.
listed_by_another AS (
  SELECT DISTINCT ON (r.session_id, p.canon) r.session_id, p.canon AS person, {r_axes}
  FROM person p JOIN training_sessions_registration r ON r.person_id = p.id JOIN session s ON s.id = r.session_id
  WHERE p.merged ORDER BY r.session_id, p.canon, r.id
),
attendance_day AS (
  SELECT d.person, d.session_id, d.day, d.part_order, d.half_days, d.minutes, d.starts, d.completes,
         d.completes AND d.kind = 'training' AS trains, {axes_then}, {d_columns}
  FROM completing d LEFT JOIN people_person own ON own.id = d.person {axes_when}
  LEFT JOIN training_sessions_registration r ON r.session_id = d.session_id AND r.person_id = d.person {axes_when}
  LEFT JOIN listed_by_another o ON o.session_id = d.session_id AND o.person = d.person {axes_when}
)"""

SESSION_DAYS = """
-- What is planned and delivered on a day of a session, whoever came.
session_base AS (
  SELECT s.id AS session_id, sl.date AS day, bool_or(sl.place = 1) AS opening, s.state = 'held' AS state_held, s.role,
         sum(sl.minutes) AS delivered, coalesce(sum(h.people), 0) AS heads,
         coalesce(sum(h.people * sl.minutes), 0) AS head_minutes, coalesce(m.most, 0) AS most_heads, {s_columns}
  FROM session s JOIN slot sl ON sl.session_id = s.id LEFT JOIN head h ON h.slot_id = sl.id
  LEFT JOIN (SELECT sl.session_id, max(h.people) AS most FROM head h JOIN slot sl ON sl.id = h.slot_id
             GROUP BY sl.session_id) m ON m.session_id = s.id
  GROUP BY s.id, sl.date, s.state, s.role, m.most, {s_columns}
)"""

# `attended` is over all days of the session: with it, or with a head-count, it was held.
WITH_PRESENCE = """
session_day AS (
  SELECT b.session_id, b.day, b.opening, b.state_held, b.role, b.delivered, b.heads, b.head_minutes,
         b.most_heads, coalesce(p.half_days, 0) AS half_days, coalesce(p.minutes, 0) AS minutes,
         coalesce(p.attendances, 0) AS attendances, coalesce(p.completions, 0) AS completions,
         coalesce(sum(p.attendances) OVER (PARTITION BY b.session_id), 0) AS attended, {b_columns}
  FROM session_base b
  LEFT JOIN (SELECT session_id, day, sum(half_days) AS half_days, sum(minutes) AS minutes,
                    count(*) FILTER (WHERE starts) AS attendances, count(*) FILTER (WHERE completes) AS completions
             FROM attendance_day {presence_days} GROUP BY session_id, day) p
    ON p.session_id = b.session_id AND p.day = b.day
)"""

ONLINE = """
-- Lessons and completions of online courses, which are in no session.
online_day AS (
  SELECT record, person, day, sum(lessons) AS lessons, sum(completions) AS completions, {axes}
  FROM (
    SELECT n.person_id AS record, p.canon AS person, (l.done_at AT TIME ZONE %(zone)s)::date AS day,
           1 AS lessons, 0 AS completions, {n_axes}
    FROM courses_lessonprogress l JOIN courses_enrolment n ON n.id = l.enrolment_id JOIN person p ON p.id = n.person_id
    UNION ALL
    SELECT n.person_id, p.canon, (n.completed_at AT TIME ZONE %(zone)s)::date, 0, 1, {n_axes}
    FROM courses_enrolment n JOIN person p ON p.id = n.person_id WHERE n.completed_at IS NOT NULL
  ) o {chosen_online} GROUP BY record, person, day, {axes}
)"""

EXPRESSIONS = (ROOMS, TESTS, ATTENDANCE_DAYS, SESSION_DAYS, WITH_PRESENCE, ONLINE)
