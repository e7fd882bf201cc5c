"""URLs of the first day."""

from django.urls import path

from accounts.first_day import views

app_name = "first_day"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("put-away/", views.dismiss, name="dismiss"),
    path("show/", views.show, name="show"),
]
