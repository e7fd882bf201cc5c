"""Learning: what a participant posts, and one's own courses. The pages themselves are Wagtail's."""

from django.urls import path

from courses.views import codes, exercises, learning

app_name = "courses"
urlpatterns = [
    path("learn/", learning.mine, name="mine"),
    path("learn/lessons/<int:pk>/done/", learning.finish, name="finish"),
    path("learn/lessons/<int:lesson_pk>/exercises/<int:pk>/", exercises.exercise, name="exercise"),
    path("learn/courses/<int:pk>/code/close/", codes.close_code, name="close_code"),
    path("learn/courses/<int:pk>/code/reopen/", codes.reopen_code, name="reopen_code"),
    path("learn/attempts/<uuid:uuid>/", exercises.attempt, name="attempt"),
]
