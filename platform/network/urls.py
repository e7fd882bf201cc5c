"""The network's pages, on the hub only."""

from django.urls import path

from network import views

app_name = "network"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<int:year>/refresh/", views.refresh, name="refresh"),
]
