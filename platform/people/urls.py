"""Joining with a code, one's own page, consent, one's own data."""

from django.urls import path

from people.views import (
    accounts,
    badges,
    consent,
    duplicates,
    home,
    joining,
    messages,
    own_data,
    record,
    register,
    retention,
)

app_name = "people"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/<slug:code>/", joining.join_code, name="join_code"),
    path("join/<slug:code>/back/", joining.come_back, name="come_back"),
    path("me/", home.home, name="home"),
    path("me/reminders/", messages.my_messages, name="messages"),
    path("reminders/", messages.log, name="message_log"),
    path("stop/<str:token>/", messages.unsubscribe, name="unsubscribe"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/badge.pdf", badges.print_badge, name="print_badge"),
    path("badge/<str:token>/", badges.badge, name="badge"),
    path("accounts/<int:pk>/<slug:name>/", accounts.help_account, name="help_account"),
    path("people/", register.register, name="register"),
    path("people/duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/judge/", duplicates.judge, name="judge"),
    path("people/merges/<uuid:batch>/undo/", duplicates.undo, name="undo_merge"),
    path("people/keeping/", retention.retention, name="retention"),
    path("people/keeping/over/", retention.overdue, name="overdue"),
    path("people/keeping/<uuid:erasure>/", retention.erasure, name="erasure"),
    path("people/<uuid:person>/", record.record, name="record"),
    path("people/<uuid:person>/change/", record.change, name="change_record"),
    path("people/<uuid:person>/erase/", record.erase, name="erase_record"),
    path("people/<uuid:person>/agreement/", record.paper_consent, name="paper_consent"),
    path("people/<uuid:person>/agreement/withdraw/", record.end_consent, name="end_consent"),
    path("consent/", consent.consent, name="consent"),
    path("consent/withdraw/", consent.withdraw, name="withdraw"),
    path("my-data/", own_data.my_data, name="my_data"),
    path("my-data/correct/", own_data.correct, name="correct"),
    path("my-data/my-data.json", own_data.download_json, name="download_json"),
    path("my-data/my-data.pdf", own_data.download_pdf, name="download_pdf"),
    path("my-data/delete/", own_data.delete, name="delete"),
    path("my-data/deleted/", own_data.deleted, name="deleted"),
]
