from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "training_sessions"  # django.contrib.sessions owns the other

    def ready(self) -> None:
        from sessions import certifying, home, joining, own_data, reminders, signs  # noqa: F401  codes, what a participant sees of sessions
        from sessions.lists import receivers  # noqa: F401  what an erased person leaves in lists
