"""Pages of logframes in an NGO."""

from django.urls import path

from network.logframes.views import ngo

app_name = "logframes"
urlpatterns = [
    path("", ngo.projects, name="projects"),
    path("<int:pk>/", ngo.logframe, name="logframe"),
    path("<int:pk>/values/<int:row>/", ngo.values, name="values"),
    path("<int:pk>/values/<int:row>/<uuid:value>/", ngo.correct, name="correct"),
    path("<int:pk>/documents/<uuid:value>/", ngo.document, name="document"),
    path("<int:pk>/files/<str:file_format>/", ngo.file, name="file"),
]
