"""Names of the indicators for readers, how each is counted and whether it may be summed (definitions.md, section 3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from impact.facts.definitions import ADDITIVE, parts_of

SUPPLEMENTARY = ("CERT", "ONLINE", "OPEN")  # may be summed, and stand beside the count: it does not print them


@dataclass(frozen=True)
class Named:
    """One indicator."""

    code: str
    name: Promise
    definition: Promise

    @property
    def is_additive(self) -> bool:
        return self.code in (*ADDITIVE, *SUPPLEMENTARY)


_ALL = (
    Named("S_PLAN", _("Sessions planned"), _("Every session whose first half-day lies in the period, cancelled ones too. Events such as colloquia are listed but enter no figure.")),
    Named("S_HELD", _("Sessions held"), _("Those in state “held” with at least one presence or head-count. Sessions of another body to which you contributed are in it; those you organised stand beside it.")),
    Named("H_DEL", _("Hours delivered"), _("The scheduled time of all half-days of sessions held, by the date of each half-day.")),
    Named("ATT", _("Attendances"), _("One for each person and session with any presence, in the period of the first half-day attended. One person in three sessions is three attendances.")),
    Named("HDP", _("Half-day presences"), _("One for each person and half-day. Those of people counted without a name are shown apart.")),
    Named("PH", _("Person-hours"), _("The time each person was in the room, added up. Half-days of people counted without a name are shown apart, at their full length.")),
    Named("CMP", _("Completions"), _("One for each person and session of which at least 80 % of the scheduled time was attended and the test passed where one is required; or an online course completed.")),
    Named("HC", _("People counted without a name"), _("For each session, the highest head-count of its half-days. They may be people who came to other sessions, so they are never part of unique people.")),
    Named("REACH", _("People reached"), _("Unique people with a presence in a training or awareness session, or an online lesson, in the period.")),
    Named("TRAINED", _("People trained"), _("Unique people who completed a training in the period: 80 % of its scheduled time at least, and the test passed where one is required; online, every required lesson and the final test. Awareness sessions train nobody.")),
    Named("NEW", _("Trained for the first time"), _("People whose first training ever was completed in the period.")),
    Named("RET", _("Trained again"), _("People trained in the period who had completed a training before it.")),
    Named("CUM", _("People trained since the beginning"), _("Unique people who completed a training from the first record to the end of the period.")),
    Named("RANGE", _("People in the rooms, at least and at most"), _("At least: the people reached, or those of the fullest session, whichever is more. At most: the people reached and all people counted without a name.")),
    Named("PRO", _("Professional share of people"), _("Professionals among the people reached whose work is known, at their latest attendance in the period. Everybody but the general public and students is a professional; unknown is neither.")),
    Named("PRO_S", _("Share of sessions for professionals"), _("Sessions held whose audience is professional, of all sessions held. It is not the share of people: both are shown, each with what it is a share of.")),
    Named("CERT", _("Certificates"), _("One for each person and training that ended in the period, as it stands today: a certificate issued anew counts once, a revoked one not at all. Somebody may have completed without asking for a certificate.")),
    Named("ONLINE", _("Online hours"), _("The time a course is meant to take, times the share of its lessons that each person finished in the period; never the time somebody was connected. Apart from person-hours, never added to them.")),
    Named("OPEN", _("Open modules completed"), _("How often somebody without an account came to the end of a module that is open to all: events, not people, in no number of people reached or trained.")),
    Named("GAIN", _("Gain between the two tests"), _("Only people with both tests of a session held in the period. The gain is what was learned of what could be learned: the rise of the mean, divided by what was missing to the maximum.")),
    Named("RETENTION", _("What stays after six months"), _("People whose online course was completed six months before a day of the period and who took its final test again from then on: the mean of that second time beside the mean of the first time, of the same people. How many they are of how many stands with it.")),
    Named("CYCLE", _("Reach of a cycle"), _("Of a training repeated in several places, the unique people who attended any of it. Of one in several parts, also those who completed every part; a cancelled part is none.")),
    Named("NET", _("Unique people over the network"), _("Whoever several NGOs know by the same mail address or phone number is one person. Who gave neither cannot be linked, so the least and the most there can be stand beside the number, with how many the NGOs count twice.")),
)  # fmt: skip
NAMES = {named.code: named for named in _ALL}
CAUSES = {
    "records": _("sessions, tests or people changed"),
    "erasures": _("people erased, of whom a rare fact became unknown"),
    "merges": _("records found to be one person"),
    "evidence": _("sheets and corrections that came later"),
    "certificates": _("certificates issued or revoked later"),
    "online": _("lessons and tests online that came or changed later"),
    "open": _("open modules completed later"),
}
PARTS = {  # of a figure that is more than one number, in its words
    "headcounted": _("people without a name"), "organised": _("organised by us"), "people": _("people"),
    "sum": _("sum of the NGOs"), "low": _("at least"), "high": _("at most"), "n": _("counted in it"),
    "N": _("counted of"), "of": _("in all"), "pairs": _("with both tests"), "improved": _("improved"),
    "pre_percent": _("percent before"), "post_percent": _("percent after"), "hake_g": _("gain"),
    "first_percent": _("percent the first time"), "again_percent": _("percent the second time"),
    "parts": _("sessions in all"), "held": _("sessions held"), "reached": _("people reached"),
    "complete": _("completed every part"),
}  # fmt: skip
AXES = {
    "sex": _("Sex"),
    "age_band": _("Age band"),
    "category": _("Profession"),
    "institution_type": _("Kind of institution"),
    "person_region": _("Region of the person"),
    "language": _("Language of the person"),
    "region": _("Region of the session"),
    "session_language": _("Language of the session"),
    "modality": _("Room or online"),
    "month": _("Month"),
    "project": _("Project"),
    "cycle": _("Cycle"),
    "kind": _("Kind of session"),
    "disability": _("Disability"),
    "audience": _("For whom the session is"),
    "phase": _("Phase"),
    "category_group": _("Group of professions"),
    "age_group": _("Age, in two groups"),
    "person_country": _("Country of the person"),
    "country": _("Country of the session"),
}


def name_of(by: str) -> str:
    """An axis, or two that are crossed, in words."""
    return " × ".join(str(AXES[axis]) for axis in parts_of(by))
