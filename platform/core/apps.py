from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.search import index

        from core import redirects  # noqa: F401  connects the receivers

        # The editor's list offers a filter on it; to search with it too, the index must know (Wagtail 7.4 forgets it).
        Page.search_fields = [*Page.search_fields, index.FilterField("numchild")]
