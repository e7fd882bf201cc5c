"""Joining with a code, one's own page, consent, one's own data."""

from django.urls import path

from people.views import access, accounts, badges, consent, home, inviting, joining, messages, own_data, register

app_name = "people"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/<slug:code>/", joining.join_code, name="join_code"),
    path("join/<slug:code>/back/", joining.come_back, name="come_back"),
    path("join/<slug:code>/invite/", inviting.invite_to, name="invite_to"),
    path("access/<str:token>/", access.access, name="access"),
    path("me/", home.home, name="home"),
    path("me/reminders/", messages.my_messages, name="messages"),
    path("reminders/", messages.log, name="message_log"),
    path("stop/<str:token>/", messages.unsubscribe, name="unsubscribe"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", inviting.invite, name="invite"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/badge.pdf", badges.print_badge, name="print_badge"),
    path("badge/<str:token>/", badges.badge, name="badge"),
    path("accounts/<int:pk>/<slug:name>/", accounts.help_account, name="help_account"),
    path("people/", register.register, name="register"),
    path("people/duplicates/", register.duplicates, name="duplicates"),
    path("people/duplicates/judge/", register.judge, name="judge"),
    path("people/merges/<uuid:batch>/undo/", register.undo, name="undo_merge"),
    path("people/<uuid:person>/", register.record, name="record"),
    path("people/<uuid:person>/change/", register.change, name="change_record"),
    path("people/<uuid:person>/erase/", register.erase, name="erase_record"),
    path("people/<uuid:person>/access/", access.record_access, name="record_access"),
    path("people/<uuid:person>/access/send/", access.send_link, name="send_link"),
    path("people/<uuid:person>/access/link/", access.show_link, name="show_link"),
    path("people/<uuid:person>/access/pin/", access.give_pin, name="give_pin"),
    path("consent/", consent.consent, name="consent"),
    path("consent/withdraw/", consent.withdraw, name="withdraw"),
    path("my-data/", own_data.my_data, name="my_data"),
    path("my-data/correct/", own_data.correct, name="correct"),
    path("my-data/my-data.json", own_data.download_json, name="download_json"),
    path("my-data/my-data.pdf", own_data.download_pdf, name="download_pdf"),
    path("my-data/delete/", own_data.delete, name="delete"),
    path("my-data/deleted/", own_data.deleted, name="deleted"),
]
