"""What somebody writes who joins by a code."""

NEWCOMER = {
    "name": "Salma Exemple", "pin": "246810", "category": "police", "sex": "", "age_band": "", "person_region": "",
    "institution_type": "", "consent": "on",
}  # fmt: skip
