"""The plan of 2019: 35 sessions held, 34 of them organised, 1,787 attendances, 1,179 by professionals.

Dates and totals of SAVE, the cycle, the two interventions and the colloquium are those of the source report;
all the rest is invented so that the year adds up. Cancelled and planned sessions and the colloquium must move
no figure. Each row: title, dates, audience, attendances by professionals, by others, then what is unusual.
"""

from functools import partial

from demo.figures.plan import (
    AFTERNOON,
    EVENING,
    MORNING,
    Plan,
    awareness,
    colloquium,
    training,
)

save = partial(training, audience="professional", circle="field", project="SAVE", tested=True)
control = partial(training, audience="professional", circle="control", cycle="controle-2019", tested=True)

PLAN_2019: dict[str, tuple[Plan, ...]] = {
    "save_agadir": (
        training("مفتشية الشغل والضيعات: أسس التعاون", "2019-03-13", "professional", 50, 3, circle="control",
                 language="ar"),
        awareness("لقاء مع الفاعلين المحليين", "2019-04-20", "mixed", 24, 31, language="ar",
                  city="Taroudant"),
        training("Écoute active et entretien", "2019-05-22", "professional", state="cancelled"),
        save("برنامج SAVE: الرصد والاستقبال والتوجيه", "2019-07-08 2019-07-09", professionals=30,
             language="ar"),
        awareness("لقاء مفتوح حول الحقوق في العمل", "2019-10-26", "public", 5, 54, language="ar",
                  headcount=(19, 14, 6)),
    ),
    "save_casablanca": (
        training("Accueil et orientation : les bases", "2019-01-30", "professional", 58, 2),
        awareness("Rencontre de quartier", "2019-03-16", "public", 5, 63, headcount=(24, 17, 5)),
        training("أسس المرافقة القانونية", "2019-04-25", "professional", 54, 1, circle="law", language="ar"),
        save("SAVE : repérer, accueillir, orienter", "2019-07-01 2019-07-02", professionals=34),
        training("Contrôle du travail : coopérer", "2019-09-19", "professional", 61, 2, circle="control"),
        training("Travail en réseau", "2019-11-13", "professional", state="cancelled", city="El Jadida"),
        awareness("منتدى الفاعلين المحليين", "2019-12-07", "mixed", 29, 44, language="ar", parts=AFTERNOON),
    ),
    "save_hoceima": (
        training("تكوين المتدخلين الاجتماعيين", "2019-04-17", "professional", 47, 2, language="ar"),
        save("برنامج SAVE: الرصد والاستقبال والتوجيه", "2019-07-11 2019-07-12", professionals=27,
             language="ar"),
        awareness("لقاء تواصلي مع الجمعيات", "2019-11-16", "mixed", 30, 24, language="ar", city="Tanger"),
        awareness("يوم تحسيسي مفتوح", "2019-12-19", "public", state="planned", language="ar"),
    ),
    "save_marrakech": (
        training("Écoute active et entretien", "2019-02-27", "professional", 51, 2),
        awareness("يوم تحسيسي مفتوح", "2019-03-23", "public", 4, 58, language="ar", headcount=(21, 12, 4)),
        save("SAVE : repérer, accueillir, orienter", "2019-07-04 2019-07-05", professionals=29),
        training("Repérer et orienter à l'hôpital", "2019-10-23", "professional", 46, 2, circle="health"),
        awareness("Table ronde locale", "2019-11-30", "mixed", 27, 33, city="Safi"),
        training("Droit du travail : notions utiles", "2019-12-18", "professional", state="planned"),
    ),
    "save_rabat": (
        training("Droit du travail : notions utiles", "2019-02-20", "professional", 57, 2, circle="law"),
        awareness("لقاء تواصلي مع الجمعيات", "2019-04-06", "mixed", 33, 36, language="ar", city="Kénitra"),
        training("Postes frontières : accueil", "2019-05-15", "professional", state="cancelled",
                 circle="border"),
        save("SAVE : repérer, accueillir, orienter", "2019-06-27 2019-06-28", professionals=31, pass_mark=60),
        training("المدرسة وحماية الطفولة", "2019-10-09", "professional", 49, 3, circle="school",
                 language="ar"),
        awareness("Soirée des droits", "2019-12-10", "public", 7, 61, parts=EVENING, minutes=120,
                  headcount=(16, 13, 8)),
    ),
    "save_paris": (
        training("Accueillir et orienter : les bases", "2019-01-24", "professional", 46, 2, circle="shelter"),
        training("Droits sociaux et orientation", "2019-02-12", "professional", 52, 2, city="Lyon"),
        awareness("Rencontre ouverte : travail et droits", "2019-03-09", "public", 4, 68,
                  headcount=(31, 18, 7)),
        awareness("Table ronde des acteurs locaux", "2019-03-28", "mixed", 31, 38, city="Lille"),
        colloquium("Colloque anniversaire", "2019-04-11", "mixed", headcount=(0, 0, 200)),
        training("Repérer et orienter à l'hôpital", "2019-05-21", "professional", 55, 3, circle="health",
                 city="Marseille"),
        control("Cycle contrôle du travail : Paris", "2019-06-24 2019-06-25", professionals=20, pass_mark=60),
        awareness("Matinée des avocats", "2019-09-26", "professional", 64, circle="law", modality="hybrid"),
        control("Cycle contrôle du travail : Bordeaux", "2019-10-15 2019-10-16", professionals=22,
                met_before=1,
                city="Bordeaux"),
        awareness("Soirée d'information", "2019-10-17", "public", 6, 72, parts=EVENING, minutes=120,
                  city="Nantes",
                  headcount=(27, 22, 9)),
        awareness("Intervention : officiers de protection", "2019-11-13", "professional", 28,
                  circle="asylum"),
        training("Journée de formation des magistrats", "2019-11-20", "professional", 42, circle="courts",
                 role="contributed"),
        control("Cycle contrôle du travail : Montpellier", "2019-11-26 2019-11-27", professionals=21,
                met_before=1,
                city="Montpellier"),
        training("Travailler avec un interprète", "2019-12-12", "professional", state="cancelled",
                 parts=MORNING),
    ),
}  # fmt: skip
