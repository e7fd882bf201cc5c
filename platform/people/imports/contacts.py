"""Proposes what a cell with a spoiled mail address or two phones may mean: doubtful, so somebody agrees first."""

import re

from core.contacts import normalize_email, normalize_phone

_SEVERAL = re.compile(r"\s*(?:[;,/|\n]|\sou\s|\set\s|\sor\s|\sand\s|\sأو\s|\sو\s)\s*")
MOBILE = re.compile(r"\+(?:2126|2127|336|337)")


def propose_email(text: str) -> str:
    """The first of several addresses, or the one that was meant; "" where none can be told."""
    spread = re.sub(r"\s+", "", text).replace(",", ".").replace("(at)", "@").replace("[at]", "@").replace("@.", "@")
    for part in (*_SEVERAL.split(text), spread.strip(".;:<>")):
        try:
            return normalize_email(part.strip("<>. "))
        except ValueError:
            continue
    return ""


def propose_phone(text: str, country: str) -> str:
    """The mobile one of several numbers, else the first; "" where there is none."""
    found = []
    for part in _SEVERAL.split(text):
        try:
            found.append(normalize_phone(re.sub(r"[^\d+٠-٩]", "", part), country))
        except ValueError:
            continue
    return next((phone for phone in found if MOBILE.match(phone)), found[0] if found else "")
