"""Files looked at before and after they are freed of their metadata."""

import io
import zipfile

from PIL import Image, ImageChops


def suffix_of(name):
    return name.rpartition(".")[2]


def opened(data):
    return Image.open(io.BytesIO(data))


def difference(one, other):
    return max(high for _low, high in ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema())


def rezipped(data, changes):
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return written.getvalue()
