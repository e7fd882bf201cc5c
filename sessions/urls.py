"""Training sessions, for coordinators and trainers."""

from django.urls import path

from sessions.views import attendance, certificates, listing, people, planning, registered

app_name = "sessions"
urlpatterns = [
    path("", listing.session_list, name="list"),
    path("new/", planning.new, name="new"),
    path("new/more-half-days/", planning.new_more, name="new_more"),
    path("<uuid:session>/", listing.detail, name="detail"),
    path("<uuid:session>/registered/", registered.registered, name="registered"),
    path("<uuid:session>/edit/", planning.edit, name="edit"),
    path("<uuid:session>/edit/more-half-days/", planning.edit_more, name="edit_more"),
    path("<uuid:session>/hold/", planning.hold, name="hold"),
    path("<uuid:session>/cancel/", planning.cancel, name="cancel"),
    path("<uuid:session>/plan-again/", planning.plan_again, name="plan_again"),
    path("<uuid:session>/code/", planning.open_code, name="open_code"),
    path("<uuid:session>/code/close/", planning.close_code, name="close_code"),
    path("<uuid:session>/certificates/", certificates.certificates, name="certificates"),
    path("<uuid:session>/certificates/pdf/", certificates.certificates_pdf, name="certificates_pdf"),
    path("<uuid:session>/people/add/", people.add_person, name="add_person"),
    path("<uuid:session>/people/find/", people.find_people, name="find_people"),
    path("<uuid:session>/people/<uuid:person>/register/", people.register, name="register"),
    path("<uuid:session>/people/<uuid:person>/remove/", people.remove_person, name="remove_person"),
    path("<uuid:session>/<int:number>/attendance/", attendance.attendance, name="attendance"),
    path("<uuid:session>/<int:number>/attendance/everyone/", attendance.mark_everyone, name="mark_everyone"),
    path("<uuid:session>/<int:number>/attendance/<uuid:person>/", attendance.correct, name="correct"),
    path("<uuid:session>/<int:number>/head-count/", attendance.head_count, name="head_count"),
    path(
        "<uuid:session>/<int:number>/head-count/<int:pk>/",
        attendance.correct_head_count,
        name="correct_head_count",
    ),
]
