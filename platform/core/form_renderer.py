"""Renders a field of a form with its label, help and errors: `{{ field.as_field_group }}` in a template.

Django's own mechanism (`FORM_RENDERER`). Only `as_field_group` reads the template: Wagtail's and allauth's forms, which
never call it, look as they did."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Widgets as Django draws them; a field's group from our component."""

    field_template_name = "components/form_field.html"
