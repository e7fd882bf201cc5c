"""The plan of 2018: 25 sessions held, 13 of them for professionals (52 %), 718 attendances, all organised.

Each row: title, dates, audience, attendances by professionals, attendances by others, then what is unusual.
"""

from demo.figures.plan import AFTERNOON, EVENING, MORNING, Plan, awareness, training

PLAN_2018: dict[str, tuple[Plan, ...]] = {
    "save_agadir": (
        training("تكوين: الاستقبال والتوجيه", "2018-04-04", "professional", 22, 1, language="ar"),
        awareness("لقاء مفتوح حول الحقوق في العمل", "2018-10-20", "public", 3, 21, language="ar"),
    ),
    "save_casablanca": (
        training("Accueil et orientation : les bases", "2018-02-07", "professional", 30, 2),
        awareness("Rencontre de quartier", "2018-04-14", "public", 3, 29, headcount=(8, 5, 0)),
        training("أسس المرافقة القانونية", "2018-10-03", "professional", 31, 1, circle="law", language="ar"),
        awareness("Forum des acteurs locaux", "2018-12-01", "mixed", 13, 17),
    ),
    "save_hoceima": (
        training("تكوين المتدخلين الاجتماعيين", "2018-04-11", "professional", 20, 1, language="ar"),
        awareness("لقاء مع الفاعلين المحليين", "2018-10-27", "mixed", 9, 11, language="ar"),
    ),
    "save_marrakech": (
        training("Écoute active et entretien", "2018-03-14", "professional", 24, 2),
        awareness("يوم تحسيسي مفتوح", "2018-04-21", "public", 3, 27, language="ar", headcount=(11, 6, 2)),
        awareness("Table ronde locale", "2018-11-10", "mixed", 11, 14, parts=AFTERNOON),
    ),
    "save_rabat": (
        training("Droit du travail : notions utiles", "2018-01-31", "professional", 27, 1, circle="law"),
        awareness("لقاء تواصلي مع الجمعيات", "2018-03-24", "mixed", 12, 16, language="ar", city="Kénitra"),
        training("École et protection de l'enfance", "2018-09-26", "professional", 25, 2, circle="school"),
        awareness("Journée portes ouvertes", "2018-11-24", "public", 2, 26),
        training("Travail en réseau", "2018-12-05", "professional", state="cancelled"),
    ),
    "save_paris": (
        training("Accueillir et orienter : les bases", "2018-01-25", "professional", 28, 1, circle="shelter"),
        training("Droits sociaux et orientation", "2018-02-15", "professional", 26, 2, city="Lille"),
        awareness("Rencontre ouverte du 8 mars", "2018-03-08", "public", 3, 31, parts=EVENING, minutes=120),
        training("Repérer et orienter à l'hôpital", "2018-03-29", "professional", 27, 1, circle="health",
                 city="Marseille"),
        awareness("Table ronde des acteurs locaux", "2018-05-17", "mixed", 14, 18, city="Lyon"),
        training("Journée des avocats", "2018-06-05", "professional", 32, circle="law"),
        training("Contrôle du travail : coopérer", "2018-09-20", "professional", 29, 1, circle="control",
                 city="Strasbourg"),
        awareness("Soirée d'information", "2018-10-18", "public", 4, 36, parts=EVENING, minutes=120,
                  headcount=(14, 9, 3)),
        training("Travailler avec un interprète", "2018-11-15", "professional", 25, 2, circle="shelter",
                 city="Toulouse"),
        training("Écrits professionnels", "2018-11-29", "professional", state="cancelled", parts=MORNING),
        awareness("Journée des bénévoles", "2018-12-08", "mixed", 12, 20),
    ),
}  # fmt: skip
