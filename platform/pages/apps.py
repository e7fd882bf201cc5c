from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages import receivers  # noqa: F401  connects what happens to tenants
        from pages.plugins import plug_in  # imports models

        plug_in()
