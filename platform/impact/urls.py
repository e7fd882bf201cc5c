"""Figures of one NGO."""

from django.urls import path

from impact import views

app_name = "impact"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("definitions/", views.definitions, name="definitions"),
    path("<int:year>.json", views.figures_json, name="json"),
]
