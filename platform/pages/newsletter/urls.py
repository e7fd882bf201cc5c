"""URLs of the newsletter: for readers, and of what is sent, for staff."""

from django.urls import path

from pages.newsletter.views import reading, sending

app_name = "newsletter"
urlpatterns = [
    path("", reading.newsletter, name="newsletter"),
    path("confirm/<str:token>/", reading.confirm, name="confirm"),
    path("leave/<str:token>/", reading.leave, name="leave"),
    path("<int:mailing>/", reading.issue, name="issue"),
    path("sending/", sending.mailings, name="mailings"),
    path("sending/remove/", sending.remove, name="remove"),
    path("sending/<int:issue>/start/", sending.start, name="start"),
    path("sending/<int:mailing>/hold/", sending.hold, name="hold"),
    path("sending/<int:mailing>/go-on/", sending.go_on, name="go_on"),
]
