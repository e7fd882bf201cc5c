"""Terms of the glossary."""

from courses.models import GlossaryTerm, Wording
from tests.support.courses import texts


def make_term(name, *jurisdictions, **fields):
    rows = [
        Wording(jurisdiction=code, sort_order=place, **texts("wording", f"{name} {code}"))
        for place, code in enumerate(jurisdictions)
    ]
    term = GlossaryTerm(**(texts("term", name) | texts("definition", f"sens {name}") | fields), wordings=rows)
    term.save()
    return term
