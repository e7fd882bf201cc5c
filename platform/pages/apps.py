from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages import receivers, schedule  # noqa: F401  connects what happens to tenants
