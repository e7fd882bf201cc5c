"""Pages of programs that read the network, below its projects."""

from django.urls import path

from network.programs import views

urlpatterns = [
    path("", views.programs, name="programs"),
    path("<int:pk>/revoke/", views.revoke, name="revoke_program"),
]
