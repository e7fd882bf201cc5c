"""Learning: what a participant posts, and one's own courses. The pages themselves are Wagtail's."""

from django.urls import include, path

from core.outbox import sendable_later
from courses.views import (
    codes,
    exercises,
    glossary,
    learning,
    listing,
    offline,
    practising,
    remarks,
    simulation,
    steps,
)

app_name = "courses"
urlpatterns = [
    path("room/", include("courses.room.urls")),
    path("glossary/", glossary.terms, name="glossary"),
    path("learn/", learning.mine, name="mine"),
    path("learn/courses/", listing.course_list, name="list"),
    path("learn/lessons/<int:pk>/done/", sendable_later(learning.finish), name="finish"),
    path("learn/lessons/<int:pk>/remark/", sendable_later(remarks.remark), name="remark"),
    path("learn/lessons/<int:lesson_pk>/exercises/<int:pk>/", sendable_later(exercises.exercise), name="exercise"),
    path("learn/lessons/<int:lesson_pk>/exercises/<int:pk>/questions/<int:number>/", steps.show_step, name="show_step"),
    path(
        "learn/lessons/<int:lesson_pk>/exercises/<int:pk>/questions/<int:number>/checked/",
        steps.check_step,
        name="check_step",
    ),
    path("learn/lessons/<int:lesson_pk>/simulations/<int:pk>/", simulation.play, name="play"),
    path("learn/lessons/<int:lesson_pk>/cases/<int:pk>/", sendable_later(simulation.whole_case), name="whole_case"),
    path("learn/open/", practising.open_modules, name="open_modules"),
    path("learn/open/<int:lesson_pk>/<int:pk>/", practising.practise, name="practise"),
    path("learn/courses/<int:pk>/certificate/", learning.claim, name="claim"),
    path("learn/courses/<int:pk>/offline/", offline.save, name="save"),
    path("learn/offline/", offline.shell, name="shell"),
    path("learn/courses/<int:pk>/code/close/", codes.close_code, name="close_code"),
    path("learn/courses/<int:pk>/code/reopen/", codes.reopen_code, name="reopen_code"),
    path("learn/attempts/<uuid:uuid>/", exercises.attempt, name="attempt"),
]
