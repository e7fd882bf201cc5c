from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import receivers  # noqa: F401  gives a published course its join code
        from courses.plugins import plug_in  # imports models

        plug_in()
