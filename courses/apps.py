from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import grounds, home, last_activity, own_data, receivers, reminders  # noqa: F401  what people and certificates ask
