"""URLs of the staff, in the NGOs and in the hub."""

from django.urls import path

from accounts.staff.views import accepting, helping, inviting, staff

app_name = "staff"
urlpatterns = [
    path("", staff.staff, name="list"),
    path("invite/", inviting.invite, name="invite"),
    path("invitations/", inviting.invitations, name="invitations"),
    path("invitations/<int:pk>/", inviting.invitation, name="invitation"),
    path("invitations/<int:pk>/again/", inviting.again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("accept/<str:token>/", accepting.accept, name="accept"),
    path("rules/", staff.rules, name="rules"),
    path("<int:pk>/", staff.member, name="member"),
    path("<int:pk>/end/", staff.end, name="end"),
    path("<int:pk>/open/", staff.restore, name="restore"),
    path("<int:pk>/hand-over/", staff.hand_over, name="hand_over"),
    path("<int:pk>/help/<slug:name>/", helping.help_member, name="help"),
]
