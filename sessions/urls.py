"""Training sessions, for coordinators and trainers."""

from django.urls import path

from sessions.views import attendance, calendars, certificates, inviting, listing, own, people, planning, states

app_name = "sessions"
urlpatterns = [
    path("", listing.session_list, name="list"),
    path("coming/", own.coming, name="coming"),
    path("calendar/", calendars.month, name="calendar"),
    path("my-calendar/", calendars.own_calendar, name="own_calendar"),
    path("my-calendar/<str:key>.ics", calendars.feed, name="feed"),
    path("answer/<str:token>/", own.answer, name="answer"),
    path("answer/<str:token>/calendar.ics", calendars.answer_file, name="answer_file"),
    path("new/", planning.new, name="new"),
    path("new/more-half-days/", planning.new_more, name="new_more"),
    path("<uuid:session>/", listing.detail, name="detail"),
    path("<uuid:session>/registered/", own.registered, name="registered"),
    path("<uuid:session>/registered/calendar.ics", calendars.registered_file, name="registered_file"),
    path("<uuid:session>/copy/", planning.copy, name="copy"),
    path("<uuid:session>/postpone/", states.postpone, name="postpone"),
    path("<uuid:session>/close/", states.close, name="close"),
    path("<uuid:session>/reopen/", states.reopen, name="reopen"),
    path("<uuid:session>/invite/", inviting.invite, name="invite"),
    path("<uuid:session>/edit/", planning.edit, name="edit"),
    path("<uuid:session>/edit/more-half-days/", planning.edit_more, name="edit_more"),
    path("<uuid:session>/hold/", states.hold, name="hold"),
    path("<uuid:session>/cancel/", states.cancel, name="cancel"),
    path("<uuid:session>/plan-again/", states.plan_again, name="plan_again"),
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
    path("<uuid:session>/<int:number>/did-not-take-place/", states.call_off, name="call_off"),
    path("<uuid:session>/<int:number>/head-count/", attendance.head_count, name="head_count"),
    path(
        "<uuid:session>/<int:number>/head-count/<int:pk>/",
        attendance.correct_head_count,
        name="correct_head_count",
    ),
]
