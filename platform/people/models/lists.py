"""Lists of people on their way into the register, and what the NGO answered about the words in them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PeopleList(models.Model):
    """A list of people on its way into the register: what was read, what was chosen, what it has changed.

    Draft: `book` holds the cells (`imports.reading.Book`); applied: it is emptied, and `changes` says how to undo.
    `onto`:
    where the people go as well, as `extension_points.list_destinations` knows it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPLIED = "applied", _("Imported")
        UNDONE = "undone", _("Undone")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DRAFT)
    book = models.JSONField(default=dict, db_default={})
    choices = models.JSONField(default=dict, db_default={})  # imports.choices.Choices
    onto = models.UUIDField(null=True)
    # {"new": [ids], "changed": [[id, before, after]], "same": number, "left_out": number, "onto": what take_back needs}
    changes = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ListAnswer(models.Model):
    """What a heading or a word stands for in the lists of this NGO, as somebody said once. No cell that names or
    reaches
    anybody is kept here: `about` is "column" or a field of codes."""

    about = models.CharField(max_length=20)
    word = models.CharField(max_length=200)  # imports.words.key of it
    answer = models.CharField(max_length=22, blank=True)  # a field or a code; empty: nothing

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "word"], name="list_answer_once")]

    def __str__(self) -> str:
        return f"{self.about}: {self.word} = {self.answer}"
