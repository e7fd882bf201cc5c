"""Learning: what a participant posts, and one's own courses. The pages themselves are Wagtail's."""

from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("learn/", views.mine, name="mine"),
    path("learn/lessons/<int:pk>/done/", views.finish, name="finish"),
    path("learn/lessons/<int:lesson_pk>/exercises/<int:pk>/", views.exercise, name="exercise"),
    path("learn/courses/<int:pk>/code/close/", views.close_code, name="close_code"),
    path("learn/courses/<int:pk>/code/reopen/", views.reopen_code, name="reopen_code"),
    path("learn/attempts/<uuid:uuid>/", views.attempt, name="attempt"),
]
