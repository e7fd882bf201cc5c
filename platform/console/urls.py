"""URLs of the console, on the hub only."""

from django.urls import path

from console.views import orders, tenants

app_name = "console"
urlpatterns = [
    path("", tenants.tenants, name="tenants"),
    path("new/", orders.order, name="order"),
    path("orders/<int:pk>/", orders.progress, name="progress"),
    path("orders/<int:pk>/go-on/", orders.resume, name="resume"),
    path("orders/<int:pk>/forget/", orders.forget, name="forget"),
    path("ngos/<slug:schema>/", tenants.tenant, name="tenant"),
    path("ngos/<slug:schema>/remove/", tenants.remove, name="remove"),
    path("ngos/<slug:schema>/keep/", tenants.keep, name="keep"),
    path("ngos/<slug:schema>/hosts/<int:pk>/<slug:does>/", tenants.host, name="host"),
    path("ngos/<slug:schema>/<slug:part>/", tenants.change, name="change"),
]
