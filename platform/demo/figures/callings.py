"""Who comes together: circles of professionals, the other public, and where people of each category work."""

# Each circle is drawn from as it stands: a category written twice comes twice as often.
CIRCLES: dict[str, tuple[str, ...]] = {
    "asylum": ("asylum_officer",),
    "border": ("border_officer", "police", "immigration_agent"),
    "control": ("labour_inspector", "labour_inspector", "police", "gendarme"),
    "courts": ("judge", "prosecutor"),
    "field": (
        "social_worker", "social_worker", "police", "gendarme", "labour_inspector", "lawyer",
        "prosecutor", "judge", "health", "psychologist", "ngo_staff", "ngo_staff",
    ),
    "health": ("health", "health", "psychologist", "social_worker"),
    "law": ("lawyer", "lawyer", "lawyer", "judge", "prosecutor"),
    "school": ("education", "education", "youth_protection", "social_worker"),
    "shelter": ("shelter_legal", "social_worker", "ngo_staff", "detention_staff", "interpreter"),
    "social": (
        "social_worker", "social_worker", "ngo_staff", "psychologist", "volunteer", "youth_protection",
    ),
    "town": ("elected", "media", "trade_union", "volunteer", "ngo_staff", "education", "social_worker"),
}  # fmt: skip

# None is a category nobody noted. Sessions for professionals have no general public, at most a student.
OUTSIDERS: dict[str, tuple[str | None, ...]] = {
    "professional": (None, None, "student"),
    "mixed": ("general_public", "general_public", "general_public", "student", "student", None),
    "public": (*("general_public",) * 6, "student", "student", None),
}

# category -> (institution type, institution); ordinary words, so that no real body is named.
WORKPLACES: dict[str | None, tuple[tuple[str, str], ...]] = {
    "asylum_officer": (("public_administration", "Office de protection"),),
    "border_officer": (("police_gendarmerie", "Poste frontière"),),
    "detention_staff": (("ngo", "Association d'aide juridique"),),
    "education": (("education", "Lycée"), ("education", "Collège")),
    "elected": (("local_authority", "Commune"),),
    "gendarme": (("police_gendarmerie", "Gendarmerie"),),
    "health": (("health", "Hôpital"), ("health", "Centre de santé")),
    "immigration_agent": (("public_administration", "Office d'immigration"),),
    "interpreter": (("company", "Agence d'interprétariat"),),
    "judge": (("justice", "Tribunal"), ("justice", "Cour d'appel")),
    "labour_inspector": (("public_administration", "Inspection du travail"),),
    "lawyer": (("justice", "Barreau"),),
    "media": (("media", "Rédaction"),),
    "ngo_staff": (("ngo", "Association locale"), ("ngo", "Association de quartier")),
    "police": (("police_gendarmerie", "Services de police"),),
    "prosecutor": (("justice", "Parquet"),),
    "psychologist": (("health", "Centre de santé"), ("ngo", "Association locale")),
    "shelter_legal": (("ngo", "Centre d'hébergement"),),
    "social_worker": (("local_authority", "Service social"), ("ngo", "Association locale")),
    "student": (("education", "Université"),),
    "trade_union": (("trade_union", "Syndicat"),),
    "volunteer": (("ngo", "Association locale"),),
    "youth_protection": (("justice", "Protection de la jeunesse"),),
}
