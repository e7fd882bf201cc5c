"""A translator's files, as written and as reviewed."""

from courses.translating.entries import Entry
from courses.translating.review import review_delivery
from courses.translating.sheets import read_sheet, write_sheet
from courses.translating.xliff import read_xliff, write_xliff

FORMATS = {"xliff": (write_xliff, read_xliff), "xlsx": (write_sheet, read_sheet)}
KEY = "11111111-1111-1111-1111-111111111111"


def review(form, data, entries, module=KEY):
    return review_delivery(FORMATS[form][1](data), entries, module=module, language="ar")


def change(entry, target):
    return Entry(entry.node_id, entry.root, entry.field, entry.where, entry.source, target, entry.is_html)


def xliff(entry, inner, *, identity="text", language="ar", module=KEY, node=KEY, extra=""):
    return (
        '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="{module}/{node}" source-language="fr" target-language="{language}" datatype="html"><body>\n'
        f'<trans-unit id="{identity}"><source>x</source><target>{inner}</target></trans-unit>{extra}'
        "</body></file></xliff>"
    ).encode()
