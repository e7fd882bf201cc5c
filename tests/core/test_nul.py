"""An address with a NUL is answered plainly, on every host and before anything is looked up."""

import pytest

from tests.support.clients import TenantClient

ADDRESSES = [
    "/fr/sessions/my-calendar/a%00b.ics", "/fr/figures/?category=%00", "/fr/figures/published/a%00/",
    "/fr/sessions/sheet/a%00b/", "/fr/network/periods/a%00b/1/", "/%00", "/?%00", "/static/a%00b.css",
    "/media/images/a%00.png", "/healthz%00", "/fr/?q=a%00b&x=1", "/admin/?%00",
]  # fmt: skip
SAID = {
    "fr": "Cette page n’existe pas\nElle a pu être déplacée, ou l’adresse comporte une erreur.\n",
    "ar": "هذه الصفحة غير موجودة\nربما نُقلت، أو أن العنوان يتضمن خطأ.\n",
    "en": "This page does not exist\nIt may have moved, or the address may be mistyped.\n",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_refused_on_every_host(client, hub, other_ngo, address):
    clients = (client, TenantClient(hub), TenantClient(other_ngo))
    answers = [ask(address).status_code for one in clients for ask in (one.get, one.post)]
    assert answers == [400] * 6
    assert client.get(address, headers={"host": "nobody.localhost"}).status_code == 400


@pytest.mark.parametrize("language", SAID)
def test_it_is_said_in_the_language_of_the_address(client, language):
    answer = client.get(f"/{language}/%00")
    assert (answer["Content-Type"], answer["Content-Language"]) == ("text/plain; charset=utf-8", language)
    assert answer.content.decode() == SAID[language]


def test_what_only_looks_like_it_is_looked_up(client):
    assert client.get("/fr/a%2500b/").status_code == 404
