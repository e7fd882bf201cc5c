"""Registers the translated fields of the base page (modeltranslation reads this module by its name)."""

from modeltranslation.translator import TranslationOptions, register

from core.pages import TranslatedPage


@register(TranslatedPage)
class TranslatedPageOptions(TranslationOptions):
    fields: tuple[str, ...] = ("heading", "seo_heading", "summary")
