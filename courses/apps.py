from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import grounds, home, own_data, receivers, reminders, signs  # noqa: F401  pages, codes, what participants see
