"""A short case of five scenes and three endings, in three languages: at best 2, 2 and 2 points, 5 on one path."""

from courses.models import Exercise, LessonExercise, Option, Scene

HEADING = {"fr": "L’appel de la voisine", "ar": "مكالمة الجارة", "en": "The neighbour’s call"}
SCENES = {
    1: (
        {"fr": "Un appel", "ar": "مكالمة", "en": "A call"},
        {
            "fr": "Une voisine appelle : une jeune femme ne sort jamais seule.\n\nElle demande quoi faire.",
            "ar": "تتصل جارة: شابة لا تغادر أبدا الشقة المقابلة.\n\nتسأل عما ينبغي فعله.",
            "en": "A neighbour calls: a young woman never leaves the flat opposite.\n\nShe asks what to do.",
        },
    ),
    2: (
        {"fr": "Le premier contact", "ar": "الاتصال الأول", "en": "The first contact"},
        {
            "fr": "La jeune femme répond au téléphone quand elle est seule.",
            "ar": "تجيب الشابة على الهاتف عندما تكون وحدها.",
            "en": "The young woman answers the telephone when she is alone.",
        },
    ),
    3: (
        {"fr": "Elle décide", "ar": "هي التي تقرر", "en": "She decides"},
        {
            "fr": "Elle accepte une rencontre avec une avocate.",
            "ar": "توافق على لقاء محامية.",
            "en": "She agrees to meet a lawyer.",
        },
    ),
    4: (
        {"fr": "Elle ne répond plus", "ar": "لم تعد تجيب", "en": "She no longer answers"},
        {
            "fr": "Trop de questions : elle raccroche.",
            "ar": "أسئلة كثيرة: تنهي المكالمة.",
            "en": "Too many questions: she hangs up.",
        },
    ),
    5: (
        {"fr": "À la porte", "ar": "عند الباب", "en": "At the door"},
        {
            "fr": "L’employeur ouvre. Elle est changée d’adresse le soir même.",
            "ar": "يفتح المشغل الباب. تُنقل إلى عنوان آخر في المساء نفسه.",
            "en": "The employer opens. She is moved to another address that evening.",
        },
    ),
}
OUTCOMES = {3: "protected", 4: "mixed", 5: "harmed"}
RULE = {
    "fr": "Ne jamais agir seul : l’accord de la personne d’abord.",
    "ar": "لا نتصرف وحدنا أبدا: موافقة الشخص أولا.",
    "en": "Never act alone: the person’s agreement comes first.",
}
SOURCE = {"fr": "OMS, 2003", "ar": "منظمة الصحة العالمية، 2003", "en": "WHO, 2003"}
OPTIONS = [
    (
        1,
        2,
        {"safety": 1, "information": 1},
        {
            "fr": "Noter les faits, ne pas intervenir",
            "ar": "تدوين الوقائع دون تدخل",
            "en": "Write down the facts, do not step in",
        },
    ),
    (
        1,
        5,
        {"safety": -3, "endangers": True},
        {"fr": "Aller seul à la porte", "ar": "الذهاب وحيدا إلى الباب", "en": "Go to the door alone"},
    ),
    (
        2,
        3,
        {"safety": 1, "consent": 2},
        {"fr": "Demander ce qu’elle souhaite", "ar": "سؤالها عما ترغب فيه", "en": "Ask what she wishes"},
    ),
    (
        2,
        4,
        {"consent": -1, "information": 1},
        {"fr": "Poser toutes les questions", "ar": "طرح كل الأسئلة", "en": "Ask every question"},
    ),
]
FEEDBACK = {"fr": "Voici ce qui s’ensuit", "ar": "هذا ما يترتب على ذلك", "en": "This is what follows"}


def in_languages(field, texts):
    return {f"{field}_{code}": text for code, text in texts.items()}


def make_case(lesson=None, **more):
    """The case, published; after `lesson` where one is given."""
    exercise = Exercise(kind=Exercise.Kind.SIMULATION, **in_languages("heading", HEADING), **more)
    for place, (number, (heading, text)) in enumerate(SCENES.items()):
        scene = Scene(number=number, sort_order=place, outcome=OUTCOMES.get(number, ""))
        closing = in_languages("rule", RULE) | in_languages("source", SOURCE) if number in OUTCOMES else {}
        for name, value in (in_languages("heading", heading) | in_languages("text", text) | closing).items():
            setattr(scene, name, value)
        scene.options = [
            Option(
                leads_to=to,
                sort_order=n,
                **effects,
                **in_languages("text", words),
                **in_languages("feedback", FEEDBACK),
            )
            for n, (at, to, effects, words) in enumerate(OPTIONS)
            if at == number
        ]
        exercise.scenes.add(scene)
    exercise.save()
    exercise.save_revision().publish()
    if lesson is not None:
        LessonExercise.objects.create(lesson=lesson, exercise=exercise)
    return exercise
