"""Runs typst: in a process of its own, which `core.pdf` starts for each document.

The compiler and its fonts would stay in every process of the web server, some 40 MB each, for a page that is asked for
now and then; the start takes 40 ms. Nothing of Django is imported here.

Standard input: JSON of `source` (its text), `inputs`, `options`. Standard output: the document; where it cannot be made
the process ends with 1, and standard error says why.
"""

import json
import sys


def main() -> None:
    import typst  # here, so that whoever only asks for this file's place does not load it

    order = json.load(sys.stdin)
    try:
        made = typst.compile(order["source"].encode(), sys_inputs=order["inputs"], **order["options"])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
