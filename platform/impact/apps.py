from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "impact"

    def ready(self) -> None:
        from impact import receivers  # noqa: F401  what is written leaves a mark for the counts
        from impact.plugins import plug_in  # imports models

        plug_in()
