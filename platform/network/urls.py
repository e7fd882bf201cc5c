"""The network's pages, on the hub only."""

from django.urls import include, path

from network.health import views as health
from network.views import figures, periods, publications

app_name = "network"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("definitions/", figures.definitions, name="definitions"),
    path("<int:year>/refresh/", figures.refresh, name="refresh"),
    path("health/", health.health, name="health"),
    path("health/refresh/", health.refresh, name="refresh_health"),
    path("periods/", periods.periods, name="periods"),
    path("publications/", publications.publications, name="publications"),
    path("projects/<int:pk>/logframe/", include("network.logframes.urls")),
    path("projects/programs/", include("network.programs.urls")),
    path("projects/", include("network.projects.urls")),
    path("reports/<str:digest>/<str:file_format>/", periods.report, name="report"),
    path("periods/<str:schema>/<int:pk>/", periods.period, name="period"),
    path("periods/<str:schema>/<int:pk>/accept/", periods.accept, name="accept"),
    path("periods/<str:schema>/<int:pk>/send-back/", periods.send_back, name="send_back"),
]
