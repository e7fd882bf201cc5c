"""Addresses of the lists of people."""

from django.urls import path, re_path

from sessions.lists import views

urlpatterns = [
    path("lists/", views.lists, name="people_lists"),
    path("lists/<uuid:batch>/", views.people_list, name="people_list"),
    path("lists/<uuid:batch>/import/", views.apply, name="apply_list"),
    path("lists/<uuid:batch>/undo/", views.undo, name="undo_list"),
    re_path(r"^lists/export\.(?P<form>xlsx|csv)$", views.export, name="export_people"),
]
