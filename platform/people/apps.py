from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import receivers as _own  # noqa: F401  imports models
        from people.imports import receivers  # noqa: F401  what an erased person leaves in lists
        from people.plugins import plug_in  # imports models

        plug_in()
