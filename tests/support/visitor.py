"""Somebody who speaks HTTP only: a browser without scripts, behind the proxy of a server in production.

`fill` sends a form as a browser would: what stands in it, and what was typed. Cookies are kept for one host.
"""

import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
import uuid
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 120  # seconds: a busy machine
REDIRECTS = (301, 302, 303)


class Form:
    """Of a page: where it goes, its values by name, and the names of its files."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.action, self.method = attributes.get("action", ""), attributes.get("method", "get").lower()
        self.values: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.options: dict[str, list[str]] = {}

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = self.area = ""
        self.is_first = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given)
            self.forms.append(self.form)
        elif self.form and tag in ("input", "select", "textarea", "button") and given.get("name"):
            self.form.names.add(given["name"])
            self._field(tag, given)
        elif self.form and tag == "option" and self.select:
            self.form.options.setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given or self.is_first:
                if not self.is_first:
                    self.form.values.pop(self.select, None)
                self.form.add(self.select, given.get("value", ""))
                self.is_first = False

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self.select, self.is_first = name, "multiple" not in given
        elif tag == "textarea":
            self.area = name
            self.form.add(name, "")  # type: ignore[union-attr]
        elif tag == "input" and kind in ("checkbox", "radio"):
            self.form.options.setdefault(name, []).append(given.get("value", "on"))  # type: ignore[union-attr]
            if "checked" in given:
                self.form.add(name, given.get("value", "on"))  # type: ignore[union-attr]
        elif tag == "input" and kind not in ("submit", "file", "image"):
            self.form.add(name, given.get("value", ""))  # type: ignore[union-attr]

    def handle_data(self, data: str) -> None:
        if self.area and self.form:
            self.form.values[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.form and self.area:
            last = self.form.values[self.area]
            last[-1] = last[-1].removeprefix("\n")  # as browsers do
            self.area = ""


class Page:
    """An answer, after its redirects."""

    def __init__(self, status: int, path: str, text: str) -> None:
        self.status, self.path, self.text = status, path, text

    def form(self, *names: str, action: str = "") -> Form:
        """The first form that has all these fields and goes where `action` ends."""
        found = [form for form in _Forms(self.text).forms if form.method == "post" and set(names) <= form.names]
        found = [form for form in found if (form.action or self.path).endswith(action)]
        assert found, f"{self.path} ({self.status}) has no form with {names} to {action}: {self.words()}"
        return found[0]

    def links(self, pattern: str) -> list[str]:
        return [link for link in re.findall(r'href="([^"]+)"', self.text) if re.search(pattern, link)]

    def words(self) -> str:
        """What somebody reads, for a failing test."""
        main = re.search(r"<main.*?</main>", self.text, re.DOTALL)
        bare = re.sub(r"<[^>]+>", " ", main[0] if main else self.text)
        return " ".join(bare.split())[:1500]


class Visitor:
    """One browser at one host: `port` is where the server listens, behind what the proxy says."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Page:
        return self._ask("GET", address)

    def fill(
        self, page: Page, *names: str, action: str = "", files: dict[str, tuple[str, bytes]] | None = None,
        added: dict[str, str] | None = None, **typed: Any,
    ) -> Page:  # fmt: skip
        """Send the form of `page` that has the fields `typed` (and `names`); a list stands for several values. `added`:
        what a script of the editor would put into it."""
        form = page.form(*names, *typed, *(files or {}), action=action)
        values = form.values | {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        pairs = [(name, str(value)) for name, several in values.items() for value in several]
        pairs += list((added or {}).items())
        address = urljoin(page.path, form.action or page.path)
        if files is None:
            return self._ask("POST", address, urlencode(pairs).encode(), "application/x-www-form-urlencoded")
        body, kind = _multipart(pairs, files)
        return self._ask("POST", address, body, kind)

    def _ask(self, method: str, address: str, body: bytes = b"", kind: str = "") -> Page:
        for _hop in range(12):
            parts = urlsplit(address)
            assert parts.hostname in (None, self.host), address
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer, text = self._send(method, path, body, kind)
            if answer.status not in REDIRECTS:
                return Page(answer.status, path, text)
            method, body, kind = "GET", b"", ""
            address = urljoin(f"https://{self.host}{path}", answer.headers["Location"])
        raise AssertionError(f"too many redirects at {address}")

    def _send(self, method: str, path: str, body: bytes, kind: str) -> tuple[http.client.HTTPResponse, str]:
        headers = {
            "Host": self.host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7",
            "Accept-Language": "fr", "Origin": f"https://{self.host}", "Referer": f"https://{self.host}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _equals, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
                continue
            assert "Secure" in line, line
            self.cookies[name] = value
        connection.close()
        return answer, text


def code_of(secret: str, *, later: int = 0) -> str:
    """What an application for sign-in codes shows (RFC 6238), `later` codes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _multipart(pairs: list[tuple[str, str]], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in pairs]
    for name, (filename, data) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        parts.append(head.encode() + data)
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
