"""Lists of people, and what their drafts say."""

from accounts.models import User
from people.imports.actions import read_draft, start_import
from people.imports.reading import read_text
from tests.support.places import PLACE

FRENCH = "Nom et prénom;Téléphone;Sexe;Profession;Région\nZoé Éléonore Çelik;٠٦١٢٣٤٥٦٧٨;Femme;Policier;Souss-Massa\n"


def bring(text):
    actor = User.objects.get_or_create(username="salma")[0]
    return start_import(book=read_text(text, "list.csv"), actor=actor)


def lines_of(batch, place):
    return read_draft(batch, place).judged.lines


def statuses(batch):
    return [line.status for line in lines_of(batch, PLACE)]
