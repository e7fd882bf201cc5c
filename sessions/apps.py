from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "training_sessions"  # django.contrib.sessions owns the other

    def ready(self) -> None:
        from sessions import certifying, home, joining, last_activity, own_data, reminders  # noqa: F401  what participants see
        from sessions.lists import receivers  # noqa: F401  what an erased person leaves in lists
