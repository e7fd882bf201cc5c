"""A logframe as a document for word processors (docx), written as Office Open XML (ECMA-376): headings, tables with
their head on each page, right to left in Arabic. Texts are texts: nothing that somebody wrote is read as markup."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from core.languages import active

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)
INK, SLATE, LINE = "123A3C", "56666B", "D9D2C3"
HEADINGS = ((1, 40), (2, 28), (3, 24))  # half-points
LOCALES = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-MA"}
WIDTH = 14570  # twentieths of a point between the margins of A4, lying


class Document:
    """Paragraphs and tables in their order; `made` gives the file."""

    def __init__(self, title: str) -> None:
        self.title, self.rtl, self.parts = title, active() == "ar", list[str]()

    def heading(self, text: str, level: int) -> None:
        self.parts.append(self._paragraph(text, f"Heading{level}"))

    def text(self, text: str, *, quiet: bool = False) -> None:
        self.parts.append(self._paragraph(text, "Quiet" if quiet else ""))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int]) -> None:
        """`shares`: how wide each column is beside the others."""
        widths = [WIDTH * share // sum(shares) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        visual = "<w:bidiVisual/>" if self.rtl else ""
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        body = self._row(heads, widths, is_head=True) + "".join(self._row(row, widths) for row in rows)
        about = (
            f'{visual}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/>'
        )
        table = f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        self.parts += [table, self._paragraph("", "")]

    def made(self) -> bytes:
        out = io.BytesIO()
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        side = "<w:bidi/>" if self.rtl else ""
        body = (
            f'{head}<w:document xmlns:w="{W}"><w:body>{"".join(self.parts)}<w:sectPr>'
            '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
            '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
            f'w:gutter="0"/>{side}</w:sectPr></w:body></w:document>'
        )
        core = (
            f'{head}<cp:coreProperties xmlns:cp="{CORE}" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(self.title)}</dc:title><dc:language>{LOCALES[active()]}</dc:language>"
            "</cp:coreProperties>"
        )
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in (
                ("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT_RELATIONS), ("word/document.xml", body),
                ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS), ("word/styles.xml", self._styles()),
                ("docProps/core.xml", core),
            ):  # fmt: skip
                file.writestr(name, content)
        return out.getvalue()

    def _paragraph(self, text: str, style: str, *, bold: bool = False) -> str:
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        side = "<w:bidi/>" if self.rtl else ""
        about = f"{'<w:b/><w:bCs/>' if bold else ''}{'<w:rtl/>' if self.rtl else ''}"
        run = f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
        return f"<w:p><w:pPr>{named}{side}</w:pPr>{run}</w:p>"

    def _row(self, cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> str:
        about = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
        inside = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._paragraph(text, 'Cell', bold=is_head)}</w:tc>"
            for text, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr>{about}{inside}</w:tr>"

    def _styles(self) -> str:
        language = LOCALES[active()]
        headings = "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
            f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>'
            '<w:spacing w:before="240" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val="{INK}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
            for level, size in HEADINGS
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="{W}"><w:docDefaults>'
            '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/>'
            f'<w:szCs w:val="20"/><w:lang w:val="{language}" w:bidi="{LOCALES["ar"]}"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
            f"{headings}"
            '<w:style w:type="paragraph" w:styleId="Quiet"><w:name w:val="Quiet"/><w:basedOn w:val="Normal"/>'
            f'<w:rPr><w:color w:val="{SLATE}"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr>'
            '<w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style></w:styles>'
        )
