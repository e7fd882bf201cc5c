"""URLs of the copy of everything, on NGOs."""

from django.urls import path

from pages.leaving import views

app_name = "leaving"
urlpatterns = [
    path("", views.copy, name="copy"),
    path("make/", views.make_copy, name="make_copy"),
    path("<int:pk>/copy.zip", views.download, name="download"),
]
