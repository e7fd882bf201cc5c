"""A published module, as the network's library takes it."""

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from pages.models import HomePage
from tests.support.courses import question, texts

READY = {"ready_fr": True, "ready_ar": True}
SECRET = "Phrase que nul autre ne doit lire"
BLOCK = "11111111-1111-4111-8111-111111111111"


def make_module(name="Écouter"):
    """A published module with a picture, an exercise and a lesson, in the active tenant."""
    course = CoursePage.objects.first() or HomePage.objects.get().add_child(
        instance=CoursePage(heading_fr="Cours", ready_fr=True, slug="cours", phase="identification")
    )
    module = course.add_child(instance=ModulePage(**texts("heading", name), summary_fr=SECRET, **READY))
    exercise = Exercise(**texts("heading", "Test"), questions=[question("un", 0)])
    exercise.save()
    picture = Image.objects.create(title="Étoile", file=get_test_image_file("star.png"))
    body = [
        {"type": "paragraph", "value": "<p>On écoute <b>avant</b> de parler.</p><script>x</script>", "id": BLOCK},
        {"type": "image", "value": {"image": picture.pk, "decorative": True, "alt_text": ""}, "id": "b"},
    ]
    lesson = LessonPage(**texts("heading", "Leçon"), **READY)
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(body)
    lesson.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=lesson)
    return ModulePage.objects.get(pk=module.pk)
