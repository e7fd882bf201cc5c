"""What may be shared: modules and lessons that are published, documents the trainer may choose. Never a new file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy

from accounts.models import User
from core.acting import Acting
from core.codes import Language
from core.languages import shown
from core.pages import reachable
from courses.models import LessonPage, ModulePage
from sessions.materials.actions import share_document, share_page
from sessions.models import TrainingSession

Pages = dict[str, ModulePage | LessonPage]


class MaterialForm(Acting, forms.Form):
    """One thing at a time: a module or lesson, or a document with its language."""

    document = forms.ModelChoiceField(
        get_document_model().objects.none(), label=_("Document"), required=False,
        help_text=_("From the documents of the editor; new ones are put there first."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the document"), required=False, choices=[("", _("Any")), *Language.choices]
    )
    field_order = ["page", "document", "language"]

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor
        self.pages: Pages = {}
        self.fields["page"] = forms.ChoiceField(
            label=_("Module or lesson"), required=False, choices=[("", _("Choose")), *self._choices()]
        )
        documents = permission_policy.instances_user_has_any_permission_for(actor, ["choose", "change"])
        field: Any = self.fields["document"]
        field.queryset, field.empty_label = documents.order_by("title", "pk"), _("Choose")
        self.order_fields(self.field_order)

    def _choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Lessons under their module, the module itself first."""
        groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        for module in reachable(ModulePage.objects).order_by("path"):
            heading = str(shown(module, "heading"))
            self.pages[str(module.pk)] = module
            groups[module.path] = (heading, [(str(module.pk), _("The whole module: %(name)s") % {"name": heading})])
        for lesson in reachable(LessonPage.objects).order_by("path"):
            if group := groups.get(lesson.path[: -LessonPage.steplen]):
                self.pages[str(lesson.pk)] = lesson
                group[1].append((str(lesson.pk), str(shown(lesson, "heading"))))
        return list(groups.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("page")) == bool(cleaned.get("document")):
            raise ValidationError(_("Choose a module or lesson, or a document: one of the two."))
        return cleaned

    def act(self) -> None:
        cleaned = self.cleaned_data
        if cleaned["page"]:
            share_page(session=self.session, page=self.pages[cleaned["page"]], actor=self.actor)
        else:
            share_document(
                session=self.session, document=cleaned["document"], language=cleaned["language"], actor=self.actor
            )
