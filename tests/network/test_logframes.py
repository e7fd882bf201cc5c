"""The logframe of three NGOs, computed by hand (tests/support/logframes.py): the same on screen and in every file."""

import html
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from impact.api.tokens import make_token
from tenants import provisioning
from tenants.connection import connection
from tests.support.clients import TenantClient
from tests.support.logframes import BY_HAND, LIVE_OF_A, NAMES, SEX_OF_A, reperer
from tests.support.sessions import a_user

NUMBERS = ("A", "B", "C")


@pytest.fixture
def third_ngo(transactional_db):
    connection.set_schema_to_public()
    yield provisioning.create_tenant("third_ngo", name="Association Trois", host="third-ngo.localhost")
    connection.set_schema_to_public()
    provisioning.drop_tenant("third_ngo")


@pytest.fixture
def project(hub, third_ngo, own_ngo, other_ngo):
    return reperer(own_ngo, other_ngo, third_ngo)


def rows_of(page):
    """The cells of every row of the tables of a page, as texts."""
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells])
    return found


def by_code(rows, achieved, progress):
    """Code -> what stands for the whole, its progress, and for each partner by name."""
    found, code = {}, ""
    for cells in rows:
        first = cells[0].split(" ")[0]
        if first in BY_HAND:
            code = first
            found[code] = {"whole": bare(cells[achieved]), "progress": cells[progress]}
        elif code and len(cells) > progress:
            found[code][cells[0].split(" (left")[0].strip()] = bare(cells[achieved])
    return found


def bare(text):
    """Without the day as of which it stands."""
    return str(text).split(" as of ")[0]


def expected(names):
    """By hand, under the names of the partners; without progress."""
    return {
        code: {"whole": one["whole"], **{names[letter]: one[letter] for letter in NUMBERS if letter in one}}
        for code, one in BY_HAND.items()
    }


def without_cells(found, names):
    """What was computed by hand, of what was found."""
    wanted = expected(names)
    return {code: {name: found[code][name] for name in wanted[code]} for code in wanted}


def same_words(text):
    """A number of a sheet as the page says it."""
    return f"{float(text):g}" if isinstance(text, int | float) else str(text)


def told(word):
    """Progress as the page says it, which puts no comma."""
    return word.replace(",", "")


def test_the_same_everywhere(hub, project, sign_in, own_ngo, other_ngo, third_ngo):
    names = {"A": own_ngo.name, "B": other_ngo.name, "C": third_ngo.name}
    client, path = sign_in(hub, Role.NETWORK_COORDINATOR), f"/en/network/projects/{project.pk}/logframe/"

    page = client.get(path).content.decode()
    seen = by_code([row for row in rows_of(page) if len(row) == 6], 4, 5)
    assert without_cells(seen, names) == expected(names)
    assert {code: told(one["progress"]) for code, one in seen.items()} == {
        code: told(one["progress"]) for code, one in BY_HAND.items()
    }

    for shape, achieved, progress in (("eu", 7, 9), ("afd", 4, 5)):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{path}files/{shape}/").content))
        rows = sheet.get_sheet_by_index(0).to_python()
        seen = by_code([[str(row[1]).strip(), *map(same_words, row[1:])] for row in rows[1:]], achieved, progress)
        wanted = expected(names)
        for one in (wanted["SHARE"],):  # numbers stand as numbers: the parts of a share have no place
            for name in one:
                one[name] = one[name].split(" ")[0]
        found = without_cells(seen, names)
        assert found == wanted
        assert {code: one["progress"] for code, one in seen.items()} == {
            code: one["progress"] for code, one in BY_HAND.items()
        }

    word = zipfile.ZipFile(io.BytesIO(client.get(f"{path}files/docx/").content))
    names_of = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = ET.fromstring(word.read("word/document.xml"))  # noqa: S314  our own
    rows = [
        ["".join(text.text for text in cell.iter(f"{names_of}t")) for cell in row.iter(f"{names_of}tc")]
        for row in body.iter(f"{names_of}tr")
    ]
    seen = by_code(rows, 4, 5)
    assert without_cells(seen, names) == expected(names)
    assert {code: one["progress"] for code, one in seen.items()} == {
        code: one["progress"] for code, one in BY_HAND.items()
    }

    with pypdfium2.PdfDocument(client.get(f"{path}files/pdf/").content) as document:
        text = " ".join("\n".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    for code, one in BY_HAND.items():
        assert f"{code} Measure {code}" in text
        for said in one.values():
            assert said in text

    data = json.loads(client.get(f"{path}files/json/").content)
    found = {one["code"]: one for result in data["results"] for one in result["indicators"]}
    assert found["HELD"]["whole"]["published"] == {"value": 5, "as_of": "2019-12-31"}
    assert found["HOURS"]["whole"]["published"]["value"] == 15
    assert found["TRAINED"]["whole"]["published"] == {"value": None, "as_of": "2019-12-31", "low": 20, "high": None}
    assert found["ATT"]["whole"]["published"] == {"value": 55, "as_of": "2019-12-31", "at_least": True}
    assert found["SHARE"]["whole"]["published"] == {"value": 80, "as_of": "2019-12-31", "n": 4, "N": 5}
    partners = {one["partner"]: one["published"]["value"] for one in found["DEEDS"]["partners"]}
    assert partners == {names["A"]: 4, names["B"]: 2, names["C"]: None}


def test_an_ngo_reads_its_own_part_live(hub, project, own_ngo, sign_in, make_user):
    client = sign_in(own_ngo, Role.COORDINATOR)
    page = client.get(f"/en/logframes/{project.pk}/").content.decode()
    seen = by_code([row for row in rows_of(page) if len(row) == 7], 4, 6)
    assert {code: one["whole"].removesuffix(" Evidence") for code, one in seen.items()} == LIVE_OF_A
    with own_ngo:
        _token, secret = make_token(name="x", scopes=["figures"], actor=a_user())
    program = TenantClient(own_ngo, HTTP_AUTHORIZATION=f"Bearer {secret}")
    answer = program.get("/api/v1/logframes/REPERER").json()
    found = {one["code"]: one["whole"] for result in answer["results"] for one in result["indicators"]}
    assert {code: one["live"]["value"] for code, one in found.items()} == {
        "TRAINED": 20, "ATT": 35, "HELD": 2, "HOURS": 5, "SHARE": 50, "DEEDS": 4, "DAYS": 20, "PH": 90, "WOMEN": 21,
        "ONLY": 20,
    }  # fmt: skip
    assert found["PH"]["published"]["value"] == 90
    cells = next(one for one in answer["results"][1]["indicators"] if one["code"] == "ATT")["cells"]
    assert {one["value_of_axis"]: one["live"]["value"] for one in cells} == SEX_OF_A
    assert NAMES["C"] not in page
