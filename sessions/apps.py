from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "training_sessions"  # django.contrib.sessions owns the other

    def ready(self) -> None:
        from sessions.plugins import plug_in  # imports models

        plug_in()
