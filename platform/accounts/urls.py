"""URLs of signing in and out."""

from django.urls import path

from accounts import views
from accounts.today.views import today

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign_in"),
    path("sign-out/", views.SignOutView.as_view(), name="sign_out"),
    path("password/<uidb64>/<token>/", views.SetPasswordView.as_view(), name="set_password"),
    path("home/", views.home, name="home"),
    path("today/", today, name="today"),
]
