"""A generated NGO of the size of the performance goals: a database of its own, filled by a few INSERT ... SELECT.

100,000 people and 1,000,000 attendances (a person at a session) in 40,000 sessions over five years, half of them of two
half-days; tests in one session of five, a pass mark in one of ten, head-counts, voided rows, merged records. The same
rows every time: what varies comes from a hash of the row's number.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from impact.aggregates import rebuild
from tenants.models import Tenant
from tests import database

NAME = "wasl_bench"
YEARS = (2021, 2025)
DAYS = 1_826


@dataclass(frozen=True)
class Size:
    """How many people and sessions, and how many people at each session."""

    people: int
    sessions: int
    room: int


MILLION = Size(people=100_000, sessions=40_000, room=25)
SMALL = Size(people=3_000, sessions=400, room=25)

# A number below `most` that a row's number decides; `salt` gives the same row another one.
DRAW = "(abs(hashint8extended({number}, {salt})) %% {most})"


def draw(number: str, salt: int, most: int) -> str:
    return DRAW.format(number=number, salt=salt, most=most)


def pick(values: str, number: str, salt: int, most: int) -> str:
    """One of the values of an SQL array of `most`."""
    return f"({values})[1 + {draw(number, salt, most)}]"


SEX = "ARRAY['f','f','f','m','m','']"
AGE = "ARRAY['-25','25-34','25-34','35-49','50+','']"
CATEGORY = "ARRAY['police','labour_inspector','social_worker','lawyer','judge','student','general_public','']"
INSTITUTION = "ARRAY['ngo','justice','police_gendarmerie','health','']"
REGION = "ARRAY['MA-01','MA-02','MA-03','MA-04','MA-05','MA-06','MA-07','MA-08','MA-09','MA-10','MA-11','']"
LANGUAGE = "ARRAY['fr','ar','ar','']"
AXES = "sex, age_band, category, institution_type, person_region, person_language"
MONDAY = f"date '{YEARS[0]}-01-01'"


def axes_of(number: str, salt: int = 0) -> str:
    return ", ".join(
        pick(values, number, salt + place, most)
        for place, (values, most) in enumerate(
            ((SEX, 6), (AGE, 6), (CATEGORY, 8), (INSTITUTION, 5), (REGION, 12), (LANGUAGE, 4)), start=1
        )
    )


def person_of(size: Size) -> str:
    """The person at place k of session s: different ones for all places of a room."""
    step = draw("s", 21, size.people // (size.room + 1))
    return f"1 + ({draw('s', 20, size.people)} + k * (1 + {step})) %% {size.people}"


def statements(size: Size) -> dict[str, str]:
    """What is inserted, in this order, by name."""
    return {
    "people": f"""
INSERT INTO people_person (id, full_name, name_other_script, email, phone, institution, created_at, {AXES})
SELECT n, 'Personne ' || n, '', CASE WHEN n %% 3 = 0 THEN 'p' || n || '@example.org' ELSE '' END,
       CASE WHEN n %% 3 = 1 THEN '+2126' || lpad(n::text, 8, '0') ELSE '' END, '', now(), {axes_of("n")}
FROM generate_series(1, {size.people}) n""",
    "merged records": f"""
UPDATE people_person SET merged_into_id = id - 1 WHERE id %% 100 = 0 AND id <= {size.people}""",
    "cycles": """
INSERT INTO training_sessions_cycle (id, code, name, kind) SELECT n, 'C' || n, '', 'repeated'
FROM generate_series(1, 20) n""",
    "sessions": f"""
INSERT INTO training_sessions_trainingsession (id, title, kind, state, role, audience, shared_key, modality, language,
  region, city, project, cycle_id, pass_mark, cancel_reason, venue, partners, funder, guest_trainers, is_public,
  sequence, created_at)
SELECT s, 'Session ' || s, CASE WHEN {draw("s", 1, 10)} = 0 THEN 'awareness' ELSE 'training' END, 'held',
       CASE WHEN {draw("s", 2, 10)} = 0 THEN 'contributed' ELSE 'organised' END,
       {pick("ARRAY['professional','professional','mixed','public']", "s", 3, 4)}, '',
       {pick("ARRAY['in_person','in_person','online','hybrid']", "s", 4, 4)}, {pick(LANGUAGE, "s", 5, 4)},
       {pick(REGION, "s", 6, 12)}, '', {pick("ARRAY['SAVE','AMIF','EIDHR','']", "s", 7, 4)},
       CASE WHEN {draw("s", 8, 4)} = 0 THEN 1 + {draw("s", 9, 20)} END,
       CASE WHEN {draw("s", 10, 10)} = 0 THEN 60 END, '', '', '', '', '', false, 0, now()
FROM generate_series(1, {size.sessions}) s""",
    "half-days": f"""
INSERT INTO training_sessions_slot (id, session_id, number, date, part, minutes)
SELECT 2 * s + n - 1, s, n, {MONDAY} + {draw("s", 11, DAYS)}::int, CASE n WHEN 1 THEN 'morning' ELSE 'afternoon' END,
       180
FROM generate_series(1, {size.sessions}) s CROSS JOIN generate_series(1, 2) n WHERE n = 1 OR s %% 2 = 0""",
    "registrations": f"""
INSERT INTO training_sessions_registration (session_id, person_id, status, walk_in, promoted, registered_at, since,
  {AXES})
SELECT s, person, 'confirmed', false, false, now(), now(), {axes_of("person", 0)}
FROM (SELECT s, {person_of(size)} AS person
      FROM generate_series(1, {size.sessions}) s CROSS JOIN generate_series(1, {size.room}) k) x
ORDER BY s, person""",
    "evidence": """
INSERT INTO training_sessions_evidence (client_event_id, reason, device, slot_id, person_id, minutes, source)
SELECT gen_random_uuid(), '', '', sl.id, r.person_id,
       CASE WHEN (r.id + sl.id) %% 12 = 0 THEN 60 END, 'trainer'
FROM training_sessions_slot sl JOIN training_sessions_registration r ON r.session_id = sl.session_id
WHERE sl.number = 1 OR r.id %% 10 > 0
ORDER BY sl.id""",
    "voided evidence": """
WITH wrong AS (
  INSERT INTO training_sessions_evidence (client_event_id, reason, device, slot_id, person_id, minutes, source)
  SELECT gen_random_uuid(), '', '', slot_id, person_id, 120, 'paper' FROM training_sessions_evidence WHERE id %% 100 = 0
  RETURNING id, slot_id, person_id)
INSERT INTO training_sessions_evidence (client_event_id, reason, device, slot_id, person_id, source, voids_id)
SELECT gen_random_uuid(), 'A slip', '', slot_id, person_id, 'trainer', id FROM wrong""",
    "head-counts": """
INSERT INTO training_sessions_headcount (client_event_id, reason, device, slot_id, count, sex, category)
SELECT gen_random_uuid(), '', '', id, 1 + id %% 9, '', '' FROM training_sessions_slot WHERE id %% 10 = 0""",
    "tests": """
INSERT INTO training_sessions_testscore (session_id, person_id, kind, score, maximum, source)
SELECT session_id, person_id, kind, CASE kind WHEN 'pre' THEN id %% 15 ELSE 6 + id %% 15 END, 20, 'paper'
FROM training_sessions_registration CROSS JOIN (VALUES ('pre'), ('post')) k (kind)
WHERE session_id %% 5 = 0 AND (kind = 'pre' OR id %% 9 > 0)""",
    }  # fmt: skip


SEQUENCES = ("people_person", "training_sessions_trainingsession", "training_sessions_slot", "training_sessions_cycle")


def find() -> Tenant | None:
    """The NGO that an earlier run with `--keep` has left; None where there is none."""
    if NAME not in database._databases():
        return None
    database._use(NAME)
    return Tenant.objects.get(schema_name="own_ngo")


def build(size: Size) -> Tenant:
    """The NGO, active. A million attendances take some minutes; the database is replaced."""
    database.clone(database.ensure_template(), NAME)
    tenant = Tenant.objects.get(schema_name="own_ngo")
    connection.set_tenant(tenant)
    try:
        fill(size, tell=lambda name: print(f"  {name}", flush=True))
    except Exception:
        remove()  # or the next run would measure what is half there
        raise
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return tenant


def fill(size: Size, tell: Callable[[str], None] = lambda name: None) -> None:
    """The rows of the active NGO, and the aggregate tables made of them; `tell` hears what comes next."""
    with connection.cursor() as cursor:
        for name, statement in statements(size).items():
            tell(name)
            cursor.execute(statement, [])
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("ANALYZE")
    tell("aggregate tables")
    rebuild()


def remove() -> None:
    """Drop the database."""
    database.drop(NAME)
