from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "training_sessions"  # django.contrib.sessions owns the other

    def ready(self) -> None:
        from sessions import joining  # noqa: F401  says what a session's code leads to
