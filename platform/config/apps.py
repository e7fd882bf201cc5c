from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.wiring import provisioning, schedule  # noqa: F401  connects them
