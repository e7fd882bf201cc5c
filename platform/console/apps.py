from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "console"

    def ready(self) -> None:
        from console import receivers  # noqa: F401  orders that a stopped worker left go on
        from console.plugins import plug_in  # imports models

        plug_in()
