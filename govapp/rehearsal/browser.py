"""A browser without script: keeps cookies, follows redirects, fills in the forms of the pages it gets."""

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT: Final = 60.0
MAX_REDIRECTS: Final = 5
ATTEMPTS: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
OK: Final = 200
ERRORS_FROM: Final = 400


class UnexpectedAnswer(RuntimeError):  # noqa: N818 - a fact about the site
    """The site answered something else than the rehearsal needs; the message says what to what."""


@dataclass
class Form:
    """One form of a page: where it goes and what it holds before somebody changes it."""

    action: str
    method: str
    is_multipart: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def name_of(self, name: str) -> str:
        """Return the full name of a field or button, `doc-title` for `title`; raises UnexpectedAnswer without one."""
        known = dict.fromkeys([*self.fields, *(button for button, _ in self.buttons)])
        found = [own for own in known if own == name] or [own for own in known if own.endswith(f"-{name}")]
        if len(found) != 1:
            raise UnexpectedAnswer(f"the form to {self.action} has no field {name!r}, only {sorted(self.fields)}")
        return found[0]


@dataclass(frozen=True)
class HttpAnswer:
    """What came back: the status, the address after redirects, the type and the bytes."""

    status: int
    path: str
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the site says
        """Return the body as JSON."""
        return json.loads(self.body)

    @property
    def token(self) -> str:
        """Return the token that the forms of the page carry; raises UnexpectedAnswer without one."""
        for form in self.forms():
            for value in form.fields.get("csrf_token", ()):
                return value
        raise UnexpectedAnswer(f"no form token on {self.path}")

    @property
    def said(self) -> str:
        """Return the beginning of what the page says, for a message to a person."""
        return _words(self.text)

    def forms(self) -> list[Form]:
        """Return the forms of the page."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form(self, action: str) -> Form:
        """Return the one form that changes something at the address ending in `action`; raises UnexpectedAnswer."""
        goes = [form for form in self.forms() if urlsplit(form.action or self.path).path.endswith(action)]
        found = [form for form in goes if form.method == "post"] or goes
        if len(found) != 1:
            raise UnexpectedAnswer(f"{len(found)} forms to …{action} on {self.path}: {self.said}")
        return found[0]


class Browser:
    """One person's browser on one site. Not to be shared between threads."""

    def __init__(self, base_url: str, language: str = "en") -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._connection: HTTPConnection | None = None
        self._cookies: dict[str, str] = {}
        self._language = language

    def get(self, path: str, *, status: int = OK, accept: str = "text/html") -> HttpAnswer:
        """Fetch a page; raises UnexpectedAnswer when its status is not `status`."""
        return self._expect(self._follow("GET", path, None, {"Accept": accept}), status)

    def post(
        self, path: str, fields: Mapping[str, str | Sequence[str]], *, status: int = OK, headers: Mapping[str, str] = {}
    ) -> HttpAnswer:
        """Send fields as a form does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        body = urlencode(_pairs(fields)).encode()
        return self._expect(self._follow("POST", path, body, {**kind, **headers}), status)

    def submit(
        self,
        page: HttpAnswer,
        action: str,
        changes: Mapping[str, str | Sequence[str]] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        status: int = OK,
    ) -> HttpAnswer:
        """Fill in the form of `page` that goes to …`action`, press its button, and return what comes back.

        A field may be named without the prefix of its form. One that the form does not have is refused, so that a
        renamed field is noticed.
        """
        form = page.form(action)
        fields: dict[str, str | Sequence[str]] = dict(form.fields)
        fields |= {form.name_of(name): value for name, value in (changes or {}).items()}
        files = {form.name_of(name): file for name, file in (files or {}).items()}
        target = urljoin(page.path, form.action) if form.action else page.path
        if form.is_multipart:
            body, kind = _multipart(_pairs(fields), files)
            return self._expect(
                self._follow("POST", target, body, {"Content-Type": kind, "Accept": "text/html"}), status
            )
        return self.post(target, fields, status=status)

    def post_json(self, path: str, body: bytes, token: str) -> HttpAnswer:
        """Send JSON as the script of a page does; the status is the caller's to judge."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token}
        return self._send("POST", path, body, headers)[0]

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _follow(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> HttpAnswer:
        answer, location = self._send(method, path, body, headers)
        for _ in range(MAX_REDIRECTS):
            if answer.status not in REDIRECTS or not location:
                return answer
            answer, location = self._send(
                "GET", urljoin(answer.path, location), None, {"Accept": headers.get("Accept", "*/*")}
            )
        raise UnexpectedAnswer(f"{path} goes round in circles")

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[HttpAnswer, str | None]:
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {**headers, "Accept-Language": self._language, "User-Agent": "govapp-rehearsal"}
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        response, content = self._exchange(method, target, body, sent)
        for cookie in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(cookie).items():
                self._cookies[name] = morsel.value
        answer = HttpAnswer(response.status, target, response.headers.get("Content-Type", ""), content)
        return answer, response.headers.get("Location")

    def _exchange(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        # A server may close an idle connection at any moment; every request of ours may be sent again.
        for attempt in range(ATTEMPTS):
            if self._connection is None:
                self._connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT)
            try:
                self._connection.request(method, target, body, dict(headers))
                response = self._connection.getresponse()
                return response, response.read()
            except (HTTPException, OSError) as error:
                self.close()
                if attempt == ATTEMPTS - 1:
                    raise UnexpectedAnswer(f"{method} {target}: {error}") from error
                time.sleep(0.1 * (attempt + 1))
        raise AssertionError("unreachable")

    @staticmethod
    def _expect(answer: HttpAnswer, status: int) -> HttpAnswer:
        if answer.status != status:
            raise UnexpectedAnswer(f"{answer.path} answered {answer.status} instead of {status}: {answer.said}")
        return answer


class _FormReader(HTMLParser):
    """Collects forms with their fields as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            kind = have.get("enctype", "") == "multipart/form-data"
            self._form = Form(have.get("action", ""), have.get("method", "get").lower(), kind)
            self.forms.append(self._form)
        elif self._form is None or "disabled" in have:
            return
        elif tag in {"input", "button"}:
            self._control(self._form, tag, have)
        elif tag == "select":
            self._select = (have.get("name", ""), [], [])
        elif tag == "option" and self._select:
            self._select[2].append(have.get("value", ""))
            if "selected" in have:
                self._select[1].append(have.get("value", ""))
        elif tag == "textarea":
            self._area = have.get("name", "")
            self._form.fields[self._area] = [""]

    @staticmethod
    def _control(form: Form, tag: str, have: Mapping[str, str]) -> None:
        name, kind = have.get("name", ""), have.get("type", "submit" if tag == "button" else "text")
        if not name:
            return
        if kind in {"submit", "button", "image"}:
            form.buttons.append((name, have.get("value", "")))
        elif kind in {"radio", "checkbox"}:
            held = form.fields.setdefault(name, [])
            if "checked" in have:
                held.append(have.get("value", "on"))
        else:
            form.fields.setdefault(name, []).append("" if kind == "file" else have.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Note what closes."""
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select and self._form:
            name, chosen, options = self._select
            self._form.fields[name] = chosen or options[:1]
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """Keep the words of a text area."""
        if self._area is not None and self._form is not None:
            written = self._form.fields[self._area]
            # The line end straight after the tag is not part of the text (HTML, 13.1.2.5).
            written[0] += data if written[0] else data.removeprefix("\r").removeprefix("\n")


def _pairs(fields: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
    return [
        (name, value) for name, values in fields.items() for value in ([values] if isinstance(values, str) else values)
    ]


def _multipart(pairs: list[tuple[str, str]], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
        if name not in files
    ]
    for name, (file_name, content) in files.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


class _WordReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self._silent += tag in {"script", "style", "template", "head", "nav", "header", "footer"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "template", "head", "nav", "header", "footer"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _words(html: str) -> str:
    """Return the beginning of what a page says, for a message to a person."""
    if not html.lstrip().startswith("<"):
        return html[:300]
    reader = _WordReader()
    reader.feed(html)
    return " ".join(" ".join(reader.words).split())[:500]
