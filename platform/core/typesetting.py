"""Runs typst: in a process of its own, which `core.pdf` starts for each document.

The compiler and its fonts would stay in every process of the web server, some 40 MB each, for a page that is asked for
now and then; the start takes 40 ms. Nothing of Django is imported here.

Standard input: JSON of `source` (its text), `inputs`, `options`, and of `row_headings`, the column whose cells name the
rows of tables, or null. Standard output: the document; where it cannot be made
the process ends with 1, and standard error says why.
"""

import json
import sys
from pathlib import Path

# How facing pages lie, which no screen shows. PDFium turns codes and hashes round for it («W44K-TQ50» for «TQ50-W44K»).
# Of one length: places of the document are written in it.
FACING = (b"/Direction/R2L", b"/Direction/L2R")


def main() -> None:
    import typst  # here, so that whoever only asks for this file's place does not load it

    order = json.load(sys.stdin)
    try:
        made = typst.compile(order["source"].encode(), sys_inputs=order["inputs"], **order["options"])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(_headed(made.replace(*FACING), order["row_headings"]))


def _headed(document: bytes, column: int | None) -> bytes:
    if column is None:
        return document
    sys.path.append(str(Path(__file__).parents[1]))  # last: nothing there stands in the way of what is installed
    from core.pdf_rows import mark_row_headings  # here: most documents have no such table

    return mark_row_headings(document, column)


if __name__ == "__main__":
    main()
