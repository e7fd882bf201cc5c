"""A field with its label, help and errors, as every form of ours shows it; and what stays with Wagtail and allauth."""

import re

import pytest
from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString

OPTIONAL = {"fr": "facultatif", "ar": "اختياري"}
REQUIRED = {"fr": "Champ requis.", "ar": "هذا الحقل مطلوب."}
LANGUAGES = list(OPTIONAL)
CHOICES = [("a", "A"), ("b", "<B>")]


class Sample(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label="Nom & prénom", help_text="<b>Tel</b> quel", widget=forms.TextInput({"dir": "auto"}))
    area = forms.CharField(label="Texte", widget=forms.Textarea, required=False)
    radio = forms.ChoiceField(label="Rôle", choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(
        label="Rôles", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    tick = forms.BooleanField(label="Sûr", help_text="Vraiment", required=False)
    chosen = forms.ChoiceField(label="Choix", choices=CHOICES)
    file = forms.FileField(label="Fichier", required=False)


def flat(html: str) -> str:
    """The same HTML without the space that the template's lines leave."""
    return re.sub(r"\s*\n\s*", "", html).strip()


def optional(language: str) -> str:
    return f' <span class="optional">({OPTIONAL[language]})</span>'


def error(language: str, field: str) -> str:
    return f'<div class="field__error" id="id_{field}_error"><p>{REQUIRED[language]}</p></div>'


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_each_kind(language):
    with translation.override(language):
        html = {field.name: flat(field.as_field_group()) for field in Sample()}
    assert html == {
        "text": '<div class="field"><label for="id_text">Nom &amp; prénom</label>'
        '<div class="field__help" id="id_text_helptext"><b>Tel</b> quel</div>'
        '<input type="text" name="text" dir="auto" required aria-describedby="id_text_helptext" id="id_text"></div>',
        "area": f'<div class="field"><label for="id_area">Texte{optional(language)}</label>'
        '<textarea name="area" cols="40" rows="10" id="id_area"></textarea></div>',
        "radio": '<div class="field"><fieldset><legend>Rôle</legend><div id="id_radio"><div>'
        '<label for="id_radio_0"><input type="radio" name="radio" value="a" required id="id_radio_0">A</label></div>'
        '<div><label for="id_radio_1"><input type="radio" name="radio" value="b" required id="id_radio_1">&lt;B&gt;'
        "</label></div></div></fieldset></div>",
        "boxes": f'<div class="field"><fieldset><legend>Rôles{optional(language)}</legend><div id="id_boxes"><div>'
        '<label for="id_boxes_0"><input type="checkbox" name="boxes" value="a" id="id_boxes_0">A</label></div><div>'
        '<label for="id_boxes_1"><input type="checkbox" name="boxes" value="b" id="id_boxes_1">&lt;B&gt;</label>'
        "</div></div></fieldset></div>",
        "tick": '<div class="field field--check"><label for="id_tick">'
        '<input type="checkbox" name="tick" aria-describedby="id_tick_helptext" id="id_tick"><span>Sûr</span></label>'
        '<div class="field__help" id="id_tick_helptext">Vraiment</div></div>',
        "chosen": '<div class="field"><label for="id_chosen">Choix</label><select name="chosen" id="id_chosen">'
        '<option value="a">A</option><option value="b">&lt;B&gt;</option></select></div>',
        "file": f'<div class="field"><label for="id_file">Fichier{optional(language)}</label>'
        '<input type="file" name="file" id="id_file"></div>',
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_with_an_error(language):
    with translation.override(language):
        form = Sample({})
        html = {name: flat(form[name].as_field_group()) for name in ("text", "radio")}
    assert html == {
        "text": '<div class="field field--wrong"><label for="id_text">Nom &amp; prénom</label>'
        '<div class="field__help" id="id_text_helptext"><b>Tel</b> quel</div>' + error(language, "text")
        + '<input type="text" name="text" dir="auto" required aria-invalid="true" '
        'aria-describedby="id_text_helptext id_text_error" id="id_text"></div>',
        "radio": '<div class="field field--wrong"><fieldset aria-describedby="id_radio_error"><legend>Rôle</legend>'
        + error(language, "radio")
        + '<div id="id_radio"><div><label for="id_radio_0"><input type="radio" name="radio" value="a" required '
        'aria-invalid="true" id="id_radio_0">A</label></div><div><label for="id_radio_1"><input type="radio" '
        'name="radio" value="b" required aria-invalid="true" id="id_radio_1">&lt;B&gt;</label></div></div></fieldset>'
        "</div>",
    }  # fmt: skip


def _shapes(data: dict[str, str] | None, request: HttpRequest) -> list[SafeString]:
    forms = (Sample(data), LoginForm(data, request=request))
    return [part for form in forms for part in (form.as_p(), form.as_table(), *(field.as_widget() for field in form))]


@pytest.mark.parametrize("data", [None, {}], ids=["asked", "refused"])
def test_forms_of_others_look_as_django_draws_them(rf, settings, data):
    """allauth writes `as_p`, Wagtail its own rows around the widget; neither asks for a field's group."""
    ours = _shapes(data, rf.get("/"))
    settings.FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
    assert ours == _shapes(data, rf.get("/"))
