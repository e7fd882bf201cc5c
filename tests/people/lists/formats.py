"""Rows as the files of spreadsheets and as text."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]
DAY = datetime.date


def xlsx(*sheets: tuple[str, Rows], merged: Sequence[str] = (), right_to_left: bool = False) -> bytes:
    """A workbook; `merged`: ranges of the first sheet whose first cell holds the text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        bold = book.add_format({"bold": True, "align": "center"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            if right_to_left:
                sheet.right_to_left()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(number, column, cell)
        first = book.worksheets()[0]
        for place in merged:
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(place.split(":")[0])
            first.merge_range(place, sheets[0][1][row][column], bold)
    return out.getvalue()


def ods(*sheets: tuple[str, Rows]) -> bytes:
    """An OpenDocument spreadsheet, with the long empty tail that LibreOffice writes."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">{"".join(map(_ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
        for title, rows in sheets
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_row(row: Sequence[Any]) -> str:
    cells = []
    for cell in row:
        if cell is None or cell == "":
            cells.append("<table:table-cell/>")
        elif isinstance(cell, int | float):
            cells.append(
                f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
            )
        elif isinstance(cell, DAY):
            cells.append(
                f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
            )
        else:
            text = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n"))
            cells.append(f'<table:table-cell office:value-type="string">{text}</table:table-cell>')
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def xls(*sheets: tuple[str, Rows]) -> bytes:
    """A workbook of Excel 97."""
    import xlwt  # in an environment of its own

    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets:
        sheet = book.add_sheet(title)
        as_day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(number, column, cell, *([as_day] if isinstance(cell, DAY) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Rows, separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """A csv, or pasted cells with tabs."""

    def cell(value: Any) -> str:
        found = "" if value is None else str(value)
        quoted = any(sign in found for sign in (separator, '"', "\n"))
        return '"{}"'.format(found.replace('"', '""')) if quoted else found

    return "".join(separator.join(map(cell, row)) + end for row in rows).encode(encoding)
