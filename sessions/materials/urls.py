"""Addresses of the materials of a session."""

from django.urls import path

from sessions.materials import views

urlpatterns = [
    path("<uuid:session>/materials/", views.materials, name="materials"),
    path("<uuid:session>/materials/<int:pk>/", views.material, name="material"),
    path("<uuid:session>/materials/<int:pk>/take-back/", views.unshare, name="unshare"),
    path("answer/<str:token>/materials/<int:pk>/", views.answer_material, name="answer_material"),
]
