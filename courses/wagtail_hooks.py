"""Courses in the Wagtail admin: what is in `admin` is registered here."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.admin.exercises import ExerciseViewSet
from courses.admin.glossary import GlossaryViewSet, register_term_links
from courses.admin.statistics import statistics_button, statistics_urls
from courses.admin.translations import translations_menu_item, translations_urls

register_snippet(ExerciseViewSet)
register_snippet(GlossaryViewSet)
hooks.register("register_rich_text_features", register_term_links)
hooks.register("register_admin_urls", translations_urls)
hooks.register("register_admin_menu_item", translations_menu_item)
hooks.register("register_admin_urls", statistics_urls)
hooks.register("register_snippet_listing_buttons", statistics_button)
