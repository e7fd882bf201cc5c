"""URLs of the charter: its versions and signing, for everybody; what was signed, for staff."""

from django.urls import path

from pages.charter.views import reviewing, signing

app_name = "charter"
urlpatterns = [
    path("sign/", signing.ask, name="ask"),
    path("<int:number>/", signing.version, name="version"),
    path("mine/<str:token>/", signing.mine, name="mine"),
    path("mine/<str:token>/sign/", signing.sign, name="sign"),
    path("mine/<str:token>/name/", signing.name, name="name"),
    path("mine/<str:token>/withdraw/", signing.withdraw, name="withdraw"),
    path("signatures/", reviewing.signatures, name="signatures"),
    path("signatures/<int:pk>/accept/", reviewing.accept, name="accept"),
    path("signatures/<int:pk>/remove/", reviewing.remove, name="remove"),
]
