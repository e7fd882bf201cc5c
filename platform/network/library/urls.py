"""The library's addresses in the Wagtail admin."""

from django.urls import path

from network.library.views import hub_library, offering, review, shelf, updating

app_name = "library"
urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    path("modules/<uuid:uuid>/", shelf.module, name="module"),
    path("modules/<uuid:uuid>/files/<str:name>", shelf.module_file, name="module_file"),
    path("modules/<uuid:uuid>/adopt/", shelf.adopt, name="adopt"),
    path("update/<int:pk>/", updating.update, name="update"),
    path("mine/", offering.mine, name="own_offers"),
    path("mine/<uuid:uuid>/withdraw/", offering.withdraw, name="withdraw_offer"),
    path("offer/<int:pk>/", offering.offer, name="offer"),
    path("review/", review.review, name="review"),
    path("review/<int:pk>/", review.review_module, name="review_module"),
    path("review/<int:pk>/<uuid:key>/", review.review_part, name="review_part"),
    path("kept/", hub_library.kept, name="kept"),
    path("kept/<uuid:uuid>/withdraw/", hub_library.withdraw, name="withdraw"),
    path("kept/<uuid:uuid>/bring-back/", hub_library.bring_back, name="bring_back"),
    path("publish/<int:pk>/", hub_library.publish, name="publish"),
    path("offered/", hub_library.offered, name="offered"),
    path("offered/<uuid:uuid>/", hub_library.offered_module, name="offered_module"),
    path("offered/<uuid:uuid>/files/<str:name>", hub_library.offered_file, name="offered_file"),
    path("offered/<uuid:uuid>/accept/", hub_library.accept, name="accept"),
    path("offered/<uuid:uuid>/decline/", hub_library.decline, name="decline"),
]
