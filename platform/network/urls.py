"""The network's pages, on the hub only."""

from django.urls import path

from network.views import figures, periods

app_name = "network"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("definitions/", figures.definitions, name="definitions"),
    path("<int:year>/refresh/", figures.refresh, name="refresh"),
    path("periods/", periods.periods, name="periods"),
    path("reports/<str:digest>/<str:file_format>/", periods.report, name="report"),
    path("periods/<str:schema>/<int:pk>/", periods.period, name="period"),
    path("periods/<str:schema>/<int:pk>/accept/", periods.accept, name="accept"),
    path("periods/<str:schema>/<int:pk>/send-back/", periods.send_back, name="send_back"),
]
