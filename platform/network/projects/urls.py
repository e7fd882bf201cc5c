"""Pages of projects, below the network's."""

from django.urls import path

from network.projects import views

urlpatterns = [
    path("", views.projects, name="projects"),
    path("new/", views.new, name="new_project"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/edit/", views.edit, name="edit_project"),
    path("<int:pk>/delete/", views.delete, name="delete_project"),
    path("<int:pk>/<str:part>/add/", views.add_part, name="add_project_part"),
    path("<int:pk>/<str:part>/<int:row>/", views.change_part, name="change_project_part"),
    path("<int:pk>/<str:part>/<int:row>/remove/", views.remove, name="remove_project_part"),
]
