"""The JSON of `count` in `interfaces.md`, recounted slowly from the rows of the records workbook."""

from datetime import timedelta

from . import indicators
from .history import attendances, first_day, half_days, read, trainings, within

PERSON_AXES = {
    "sex": "sex", "age_band": "age_band", "category": "category", "institution_type": "institution_type",
    "person_region": "region", "language": "language",
}  # fmt: skip
SESSION_AXES = {
    "region": "region", "session_language": "language", "modality": "modality", "project": "project",
    "cycle": "cycle",
}  # fmt: skip
# Section 8, 2: what the values of an axis roll up to, said once more, apart from the code.
PROFESSIONS = {
    "justice": "judge prosecutor lawyer youth_protection",
    "security": "police gendarme border_officer immigration_agent",
    "labour_inspection": "labour_inspector",
    "health_social": "social_worker shelter_legal detention_staff psychologist health", "education": "education",
    "civil_society": "ngo_staff volunteer trade_union",
    "other_professional": "asylum_officer interpreter elected media",
    "student_public": "student general_public",
}  # fmt: skip
AGES = {"under_35": "-25 25-34", "35_and_over": "35-49 50+"}
PERSON_LEVELS = {"category_group": "category", "age_group": "age_band", "person_country": "person_region"}
SESSION_LEVELS = {"country": "region"}
LEVELS = PERSON_LEVELS | SESSION_LEVELS
AXES = (*PERSON_AXES, *SESSION_AXES, "month")
NOT_SUMMED = {
    "NEW": ("value",), "RET": ("value",), "CUM": ("value",),
    "RANGE": ("low", "high"), "PRO": ("n", "N", "percent", "known", "of"),
    "GAIN": ("pairs", "of", "pre_percent", "post_percent", "hake_g", "improved"),
}  # fmt: skip


def recount(rows, start, end, by=None, scope="tenant:x"):
    """The figures of one tenant; `by` is one of AXES, of LEVELS, or two of them with a comma
    between. Both dates belong to the period."""
    history = read(rows)
    answer = envelope(
        scope,
        start,
        end,
        {
            **indicators.session_figures(history, start, end),
            **indicators.attendance_figures(history, start, end),
            **indicators.people_figures(history, start, end),
            **indicators.share_figures(history, start, end),
            "GAIN": indicators.gain(history, start, end),
        },
    )
    if by is not None:
        answer["by"] = {by: cells(history, by, start, end)}
        answer["definition_version"] = 1 if by in AXES else 2
    return answer


def figures(rows, start, end):
    """The indicators alone, of a period whose both days belong to it."""
    return recount(rows, start, end)["indicators"]


def envelope(scope, start, end, counted):
    """What surrounds the indicators."""
    return {
        "scope": scope,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "definition_version": 1,
        "indicators": counted,
    }


# Axes: section 3, rules 2 and 3


def cells(history, axis, start, end):
    """ATT, REACH and TRAINED in each cell with something in it, in `unknown`, and in every month."""
    if not {*axis.split(",")} <= {*AXES, *LEVELS}:
        raise ValueError(f"{axis} is not an axis")
    facts = within(attendances(history), start, end)
    att = {(cell_of(history, axis, fact), fact.person, fact.session) for fact in facts}
    facts = within(half_days(history).values(), start, end)
    reach = {(cell_of(history, axis, fact), fact.person) for fact in facts}
    facts = within(trainings(history), start, end)
    done = {(cell_of(history, axis, fact), fact.person) for fact in facts}
    names = {"|".join("unknown" for _one in axis.split(","))} | {name for name, *_ in att | reach | done}
    if axis == "month":
        names |= months(start, end)
    return {
        name: {
            code: len([one for one in counted if one[0] == name])
            for code, counted in [("ATT", att), ("REACH", reach), ("TRAINED", done)]
        }
        for name in sorted(names)
    }


def cell_of(history, axis, fact):
    """The cell of a fact: the month of its day, the person's value or the session's, what it rolls up to, or two."""
    if "," in axis:
        return "|".join(cell_of(history, one, fact) for one in axis.split(","))
    if axis in LEVELS:
        return level_of(axis, cell_of(history, LEVELS[axis], fact))
    if axis == "month":
        return f"{fact.day:%Y-%m}"
    if axis in PERSON_AXES:
        value = history.people[fact.person].get(PERSON_AXES[axis])
    else:
        value = history.sessions[fact.session].get(SESSION_AXES[axis])
    return "unknown" if value is None else value


def level_of(axis, value):
    """What a value rolls up to."""
    if value == "unknown":
        return value
    if "country" in axis:
        return value[:2]
    groups = PROFESSIONS if axis == "category_group" else AGES
    (group,) = [group for group, values in groups.items() if value in values.split()]
    return group


def months(start, end):
    """Every month that the period touches, as `2019-03`."""
    return {f"{start + timedelta(days=n):%Y-%m}" for n in range((end - start).days + 1)}


# The network: edges of section 3, "a joint session"


def network_recount(tenants, start, end):
    """The figures of `--network`, of (schema, rows) pairs: sums, and None for what cannot be summed."""
    histories = [read(rows) for _, rows in tenants]
    figures = [indicators.attendance_figures(history, start, end) for history in histories]

    def minutes(count):
        return indicators.hours(sum(count(history, start, end) for history in histories))

    def total(code, key="value"):
        return sum(figure[code][key] for figure in figures)

    heads = sum(indicators.head_count(history, start, end) for history in histories)
    counted = {
        **joint_figures(histories, start, end),
        "ATT": {"value": total("ATT"), "additive": True},
        "HDP": {"value": total("HDP"), "headcounted": total("HDP", "headcounted"), "additive": True},
        "PH": {
            "value": minutes(indicators.person_minutes),
            "headcounted": minutes(indicators.head_minutes),
            "additive": True,
        },
        "CMP": {"value": total("CMP"), "additive": True},
        "HC": {"value": heads, "additive": True},
    }
    counted["REACH"] = unique_people(histories, [indicators.reached(history, start, end) for history in histories])
    counted["TRAINED"] = unique_people(histories, [indicators.trained(history, start, end) for history in histories])
    for code, keys in NOT_SUMMED.items():
        counted[code] = {**dict.fromkeys(keys), "additive": False}
    return envelope("network", start, end, counted)


def unique_people(histories, meeting):
    """NET over mail addresses and phones: groups grow until nothing can be joined (definitions.md, section 6)."""
    contacts = [usable_contacts(history) for history in histories]
    groups = [
        ({(tenant, ref)}, set(contacts[tenant].get(ref, ())))
        for tenant, history in enumerate(histories)
        for ref in history.people
    ]
    while pair := next(((one, other) for one in groups for other in groups if one is not other and one[1] & other[1]),
                       None):  # fmt: skip
        groups = [group for group in groups if group not in pair]
        groups.append((pair[0][0] | pair[1][0], pair[0][1] | pair[1][1]))
    meets = {(tenant, ref) for tenant, refs in enumerate(meeting) for ref in refs}
    counted = [people for people, _links in groups if people & meets]
    unlinkable = sum(not contacts[tenant].get(ref) for tenant, ref in meets)
    touched = [
        sum(any(one == tenant for one, _ref in people) for people in counted) for tenant in range(len(histories))
    ]
    return {
        "value": len(counted), "sum": len(meets), "overlap": len(meets) - len(counted),
        "low": max([len(counted) - unlinkable, *touched]), "high": len(counted), "additive": False,
    }  # fmt: skip


def usable_contacts(history):
    """ref -> addresses and phones, without those that three people of the tenant share."""
    having = {}
    for ref, row in history.people.items():
        for contact in (row.get("email"), row.get("phone")):
            if contact:
                having.setdefault(contact, set()).add(ref)
    found = {}
    for contact, refs in having.items():
        if len(refs) < 3:
            for ref in refs:
                found.setdefault(ref, set()).add(contact)
    return found


def joint_figures(histories, start, end):
    """S_PLAN, S_HELD, H_DEL, PRO_S over distinct sessions, whatever the number of tenants that list them."""
    listed = distinct_sessions(histories, with_slots)
    held = distinct_sessions(histories, lambda history: history.held)
    planned_now = [copies for copies in listed if start <= earliest_day(copies) <= end]
    held_now = [copies for copies in held if start <= earliest_day(copies) <= end]
    organised = [copies for copies in held_now if any(indicators.is_organised(*copy) for copy in copies)]
    professional = [copies for copies in held_now if any(indicators.is_for_professionals(*copy) for copy in copies)]
    delivered = sum(minutes_delivered(copies, start, end) for copies in held)
    return {
        "S_PLAN": {"value": len(planned_now), "additive": True},
        "S_HELD": {"value": len(held_now), "organised": len(organised), "additive": True},
        "H_DEL": {"value": indicators.hours(delivered), "additive": True},
        "PRO_S": indicators.share_of_sessions(len(professional), len(held_now)),
    }


def with_slots(history):
    """The sessions that are in some figure, in any state."""
    return [ref for ref in history.sessions if history.slots[ref]]


def distinct_sessions(histories, listed):
    """The sessions that `listed` gives of each history, as lists of (history, ref): one for a shared key."""
    copies = {}
    for number, history in enumerate(histories):
        for ref in listed(history):
            shared_key = history.sessions[ref].get("shared_key")
            key = (number, ref) if shared_key is None else shared_key
            copies.setdefault(key, []).append((history, ref))
    return list(copies.values())


def earliest_day(copies):
    """The first day of a joint session: the earliest that any of the copies says."""
    return min(first_day(history, ref) for history, ref in copies)


def minutes_delivered(copies, start, end):
    """H_DEL of a session in the period: a half-day of a joint one counts once, at its longest."""
    slots = [slot for history, ref in copies for slot in history.slots[ref] if start <= slot["date"] <= end]
    history, ref = copies[0]
    if history.sessions[ref].get("shared_key") is None:
        return sum(slot["minutes"] for slot in slots)
    longest = {}
    for slot in slots:
        key = (slot["date"], slot["part"])
        longest[key] = max(slot["minutes"], longest.get(key, 0))
    return sum(longest.values())
