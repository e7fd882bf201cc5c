"""URLs of certificates: one's own, the NGO's, and verifying a code."""

from django.urls import path

from certificates.views import badges, own, staff, verifying

app_name = "certificates"
urlpatterns = [
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verify_code, name="verify_code"),
    path("achievements/<uuid:training>/", badges.achievement, name="achievement"),
    path("certificates/mine/", own.mine, name="mine"),
    path("certificates/all/", staff.certificate_list, name="list"),
    path("certificates/undecided/", staff.undecided, name="undecided"),
    path("certificates/letterhead/", staff.letterhead, name="letterhead"),
    path("certificates/<slug:code>/", own.certificate, name="certificate"),
    path("certificates/<slug:code>/pdf/", own.pdf, name="pdf"),
    path("certificates/<slug:code>/badge/", badges.badge, name="badge"),
    path("certificates/<slug:code>/name/show/", own.show_name, name="show_name"),
    path("certificates/<slug:code>/name/hide/", own.hide_name, name="hide_name"),
    path("certificates/<slug:code>/reissue/", own.reissue, name="reissue"),
    path("certificates/<slug:code>/revoke/", staff.revoke, name="revoke"),
    path("certificates/<slug:code>/keep/", staff.keep, name="keep"),
    path("certificates/<slug:code>/restore/", staff.restore, name="restore"),
]
