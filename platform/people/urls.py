"""Joining with a code."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/<slug:code>/", views.join_code, name="join_code"),
    path("join/<slug:code>/back/", views.come_back, name="come_back"),
]
