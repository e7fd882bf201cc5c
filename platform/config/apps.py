from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.doctor import organs  # noqa: F401  plugs its checks in
        from config.watching import tasks  # noqa: F401

        if settings.SENTRY_DSN:
            from config.watching.reporting import start_reporting  # its library is loaded only where it is asked for

            start_reporting(settings.SENTRY_DSN)
        from config.wiring import provisioning, schedule  # noqa: F401  connects them
