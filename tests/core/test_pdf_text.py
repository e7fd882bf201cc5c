"""Arabic in documents is read back as it was written: by PDFium, as browsers and telephones read, and by poppler."""

import shutil
import subprocess
import unicodedata

import pypdfium2
import pytest

from core.dates import MOROCCAN_MONTHS
from core.pdf import compile_pdf

FIRST = (
    "محمد", "فاطمة الزهراء", "عبد الله", "عبد الإله", "لالة خديجة", "يحيى", "نهى", "المصطفى", "إلهام", "آمال", "لؤي",
    "رضى", "سلمى", "هبة الله", "أبو بكر", "سي العربي", "بهيجة", "لأمية", "ليلى", "شيماء",
)  # fmt: skip
FAMILY = (
    "العلوي", "الإدريسي", "بنعيسى", "التازي", "الأندلسي", "بلحاج", "اللبار", "الشرقاوي", "نجيب", "الفيلالي", "المتوكل",
    "حجي", "بنجلون", "الآسفي", "كسيكس",
)  # fmt: skip
NAMES = [f"{first} {family}" for first in FIRST for family in FAMILY]
WORDS = ["في", "الاسم", "إلى", "ولا", "لأن", "لآخر", "بين", "الإحالة", "اللجنة", "المتابعة", "التكوين", "نصف يوم"]
CODES = ["TQ50-RPQM-W44K", "HDAGSG6F", "8f661814cd9a3e94240cff0421b719aa8dfb5ab23b8ddf2e4845143dea51b140"]


def by_pdfium(document, folder):
    found = pypdfium2.PdfDocument(document)
    return [line for page in found for line in page.get_textpage().get_text_range().splitlines()]


def by_poppler(document, folder):
    (folder / "document.pdf").write_bytes(document)
    command = [shutil.which("pdftotext") or "", folder / "document.pdf", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    # It marks where directions change; the marks are no letters.
    text = "".join(sign for sign in done.stdout.decode() if unicodedata.category(sign) != "Cf" or sign == "\f")
    return [line.strip() for line in text.replace("\f", "\n").splitlines()]


@pytest.mark.parametrize(
    "read",
    [
        by_pdfium,
        pytest.param(by_poppler, marks=pytest.mark.skipif(not shutil.which("pdftotext"), reason="no poppler-utils")),
    ],
)
def test_names_months_words_and_codes_are_read_back(read, tmp_path):
    assert len(NAMES) == 300
    run = {"language": "fr", "text": ""}
    coded = [{"heading": run | {"text": code}, "facts": [], "parts": []} for code in CODES]
    told = [*NAMES, *MOROCCAN_MONTHS, *WORDS]
    sections = [{"heading": text, "entries": [], "empty": ""} for text in told]
    sections.append({"heading": "الرموز", "entries": coded, "empty": ""})
    data = {"title": "بياناتي", "day": "30 نونبر 2026", "language": "ar", "sections": sections}
    found = {*read(compile_pdf("own_data", data), tmp_path)}
    assert [text for text in (*told, *CODES) if text not in found] == []
