"""Courses in the Wagtail admin: what is in `admin` is registered here."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.admin.deletion_guards import (
    archiving_button,
    archiving_urls,
    refuse_bulk_action,
    refuse_others_snippet,
    refuse_page_deletion,
    refuse_page_move,
    refuse_page_unpublishing,
    refuse_snippet_deletion,
    refuse_snippet_unpublishing,
    warn_of_drafts,
)
from courses.admin.exercises import ExerciseViewSet, own_exercises
from courses.admin.glossary import GlossaryViewSet, register_term_links
from courses.admin.statistics import statistics_button, statistics_urls
from courses.translating.views import translations_menu_item, translations_urls
from courses.writing.editions import register_edition_log
from courses.writing.guide import guide_menu_item, guide_urls
from courses.writing.laws import laws_menu_item, laws_urls
from courses.writing.returning import tell_returned
from courses.writing.urls import writing_menu_item, writing_urls

register_snippet(ExerciseViewSet)
register_snippet(GlossaryViewSet)
hooks.register("register_rich_text_features", register_term_links)
hooks.register("register_admin_urls", writing_urls)
hooks.register("register_admin_menu_item", writing_menu_item)
hooks.register("register_log_actions", register_edition_log)
hooks.register("register_admin_urls", translations_urls)
hooks.register("register_admin_menu_item", translations_menu_item)
hooks.register("register_admin_urls", laws_urls)
hooks.register("register_admin_urls", guide_urls)
hooks.register("register_help_menu_item", guide_menu_item)
hooks.register("register_admin_menu_item", laws_menu_item)
hooks.register("register_admin_urls", statistics_urls)
hooks.register("register_snippet_listing_buttons", statistics_button)
hooks.register("register_admin_urls", archiving_urls)
hooks.register("register_snippet_listing_buttons", archiving_button)
hooks.register("before_delete_page", refuse_page_deletion)
hooks.register("before_delete_snippet", refuse_snippet_deletion)
hooks.register("before_bulk_action", refuse_bulk_action)
hooks.register("before_move_page", refuse_page_move)
hooks.register("before_unpublish_page", refuse_page_unpublishing)
hooks.register("before_edit_snippet", refuse_others_snippet)
hooks.register("before_unpublish", refuse_snippet_unpublishing)
hooks.register("after_copy_page", own_exercises)
hooks.register("after_publish_page", warn_of_drafts)
hooks.register("before_edit_page", tell_returned)
hooks.register("before_edit_snippet", tell_returned)
