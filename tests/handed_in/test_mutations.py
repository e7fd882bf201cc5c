"""Sound files with random damage, outside and within their archives: a result or a sentence, never an exception."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.forms import LetterheadForm
from core.spreadsheets.problems import WorkbookRefused
from courses.models import ModulePage
from courses.packing import read_module
from courses.packing.bundle import BundleError, open_bundle, pack_module
from courses.translating.delivery import FileRefused
from courses.translating.entries import read_entries
from courses.translating.review import review_delivery
from courses.translating.sheets import read_sheet, write_sheet
from courses.translating.xliff import read_xliff, write_xliff
from people.imports.reading import read_file
from sessions.paper.pictures import read_pictures
from sessions.records.actions import import_workbook
from tests.handed_in.doors import written
from tests.handed_in.others import pdf, picture
from tests.handed_in.workbooks import archive, workbook
from tests.sessions.records.spreadsheets import small_workbook, write_rows

pytestmark = [pytest.mark.slow, pytest.mark.long]
NUMBERS = [b"0", b"-1", b"1048577", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"", b"\x00", b"\xff",
           b"&#0;", b"&x;", b"<", b">", b'"', "ي".encode(), b"A", b"ZZZZ"]  # fmt: skip


@st.composite
def damaged(draw, data, most=5):
    """The bytes with a few turned, cut out, put in or said twice."""
    found = bytearray(data)
    for _time in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        end = at + draw(st.sampled_from([1, 1, 1, 4, 40, 4000]))
        kind = draw(st.sampled_from(["turn", "cut", "put", "repeat", "end"]))
        if kind == "turn" and found:
            found[at] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del found[at:end]
        elif kind == "put":
            found[at:at] = draw(st.sampled_from(NUMBERS))
        elif kind == "repeat":
            found[at:at] = found[at:end] * draw(st.sampled_from([1, 2, 50]))
        elif draw(st.integers(0, 5)) == 0:
            del found[at:]
    return bytes(found)


@st.composite
def damaged_within(draw, data):
    """One part of an archive damaged, and the archive sound around it."""
    with ZipFile(BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    return archive(parts | {name: draw(damaged(parts[name]))})


def of_zip(data):
    return st.one_of(damaged(data), damaged_within(data), damaged_within(data))


def tried(call, *refusals):
    try:
        call()
    except refusals as refusal:
        said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        assert all(said)
        assert "Error" not in "".join(said)


many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                                       HealthCheck.data_too_large, HealthCheck.large_base_example])  # fmt: skip
LIST = workbook()
CSV = 'Nom;Téléphone;الجهة\n"Amina ""B""";0612345678;سوس\nBilal;;\n'.encode()


@many
@given(data=of_zip(LIST))
def test_a_list_as_workbook(data):
    tried(lambda: read_file("l.xlsx", data), ValidationError)


@many
@given(data=damaged(CSV))
def test_a_list_as_text(data):
    tried(lambda: read_file("l.csv", data), ValidationError)


@many
@given(draw=st.data())
def test_records(own_ngo, tmp_path, draw):
    path = tmp_path / "records.xlsx"
    if not path.exists():
        (tmp_path / "sound").write_bytes(write_rows(path, small_workbook()).read_bytes())
    before = written()
    path.write_bytes(draw.draw(of_zip((tmp_path / "sound").read_bytes())))
    tried(lambda: import_workbook(path=path, tenant=own_ngo, dry_run=True), WorkbookRefused)
    assert written() == before


@pytest.fixture
def kept():
    """What is made at the first call, for all examples: a file says when it was made."""
    made = []

    def keep(make):
        if not made:
            made.append(make())
        return made[0]

    return keep


def packed():
    out = BytesIO()
    pack_module(ModulePage.objects.get(), out)
    return out.getvalue()


@pytest.fixture
def entries(course):
    return read_entries(read_module(ModulePage.objects.get(), draft=True), source="fr", target="ar")


@pytest.mark.parametrize(
    ("write", "read"), [(write_sheet, read_sheet), (write_xliff, read_xliff)], ids=["xlsx", "xliff"]
)
@many
@given(draw=st.data())
def test_a_translation(entries, kept, write, read, draw):
    sound = kept(lambda: write(entries, module="m", source="fr", target="ar"))
    data = draw.draw(of_zip(sound) if sound.startswith(b"PK") else damaged(sound))
    tried(lambda: review_delivery(read(data), entries, module="m", language="ar"), FileRefused)


PICTURES = [picture("JPEG"), picture("PNG"), picture("WEBP"), picture("PNG", colours="P"), pdf(2)]


@many
@given(data=st.sampled_from(PICTURES).flatmap(damaged))
def test_a_sheet_on_paper(data):
    tried(lambda: read_pictures(SimpleUploadedFile("x", data)), ValidationError)


@many
@given(data=st.sampled_from(PICTURES).flatmap(damaged))
def test_a_logo(data):
    form = LetterheadForm(None, {}, {"logo": SimpleUploadedFile("x", data)})
    assert form.is_valid() or all(form.errors.values())


@many
@given(draw=st.data())
def test_a_packed_module(course, kept, draw):
    data = draw.draw(of_zip(kept(packed)))
    tried(lambda: open_bundle(BytesIO(data)), BundleError)


def values():
    keys = st.text(max_size=3)
    single = st.none() | st.booleans() | st.integers() | keys
    return st.recursive(single, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2))


@many
@given(draw=st.data())
def test_a_packed_module_with_other_values(course, kept, draw):
    """Its manifest is JSON of other kinds in any place."""
    with ZipFile(BytesIO(kept(packed))) as made:
        manifest = json.loads(made.read("manifest.json"))
    holder = place = manifest
    for _level in range(draw.draw(st.integers(1, 6))):
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.draw(st.sampled_from(keys)) if keys else None
        if key is None or not isinstance(place[key], dict | list) or not place[key]:
            break
        holder, place = place, place[key]
    else:
        holder = place
    if isinstance(holder, dict | list) and key in (holder if isinstance(holder, dict) else range(len(holder))):
        holder[key] = draw.draw(values())
    data = archive({"manifest.json": json.dumps(manifest).encode()})
    tried(lambda: open_bundle(BytesIO(data)), BundleError)


def test_the_sound_ones_are_sound(tmp_path):
    """What is damaged above is taken without the damage."""
    assert read_file("l.xlsx", LIST).sheets[0].rows[1:] == [["P1", "Amina"]]
    assert read_file("l.csv", CSV).sheets[0].rows[1:] == [['Amina "B"', "0612345678", "سوس"], ["Bilal"]]
    assert [len(read_pictures(SimpleUploadedFile("x", data))) for data in PICTURES] == [1, 1, 1, 1, 2]
