"""URLs of the lists of people and of the register's export."""

from django.urls import path, re_path

from people.imports import taken, views

urlpatterns = [
    path("", views.lists, name="people_lists"),
    path("taken/", taken.taken, name="taken_files"),
    path("<uuid:batch>/", views.people_list, name="people_list"),
    path("<uuid:batch>/import/", views.apply, name="apply_list"),
    path("<uuid:batch>/undo/", views.undo, name="undo_list"),
    re_path(r"^export\.(?P<form>xlsx|csv)$", views.export, name="export_people"),
]
