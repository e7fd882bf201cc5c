from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from wagtail.models import Page

        from courses import receivers  # noqa: F401  gives a published course its join code
        from courses.ownership import permissions_for_user  # imports models
        from courses.plugins import plug_in  # imports models

        plug_in()
        # Wagtail asks plain pages as often as pages of our models, so a method of ours would not be asked each time.
        Page.permissions_for_user = permissions_for_user
