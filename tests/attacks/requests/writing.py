"""Writing one request, from what was seen and from hostile values. The same chance writes the same request."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask
from werkzeug.datastructures import FileStorage

from tests.attacks.requests import hostile
from tests.attacks.requests.seen import Form, Seen

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")
MAX_URL = 60_000


@dataclass(frozen=True)
class Request:
    """A request as it will be sent, without the cookie of who sends it."""

    route: str
    method: str
    path: str
    query: str = ""
    fields: dict[str, list[Any]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    raw_path: str | None = None
    """Signs of a path that no address can hold, one for each byte."""

    def options(self) -> dict[str, Any]:
        """Return what Flask's client is called with."""
        options: dict[str, Any] = {"method": self.method, "path": self.path, "query_string": self.query}
        if self.raw_path is not None:
            options["environ_overrides"] = {"PATH_INFO": self.raw_path}
        if self.body is not None:
            return options | {"data": self.body}
        files = {name: FileStorage(BytesIO(content), filename) for name, (content, filename) in self.files.items()}
        return options | ({"data": self.fields | files} if self.fields or files else {})

    def __str__(self) -> str:
        """Return the request in one line, cut to a length that can be read."""
        sent = (
            self.body if self.body is not None else self.fields | {name: kept[1] for name, kept in self.files.items()}
        )
        parts = (self.method, self.path[:200], self.query[:200], ascii(sent)[:700], ascii(dict(self.headers))[:300])
        return " ".join(part for part in parts if part and part != "{}")


class Writer:
    """Writes requests to the routes of an application, or to `only` one of them."""

    def __init__(self, app: Flask, seen: Seen, only: str = "") -> None:
        self._seen = seen
        rules = [rule for rule in app.url_map.iter_rules() if only in {"", rule.rule}]
        self._rules = sorted(rules, key=lambda rule: (rule.rule, sorted(rule.methods or ())))

    def write(self, chance: Random) -> Request:
        """Return a request to one of the routes, each as often as another."""
        rule = chance.choice(self._rules)
        forms = self._seen.forms.get(rule.endpoint, [])
        method = chance.choice(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        if chance.random() < 0.05:
            method = chance.choice(METHODS)
        form = chance.choice(forms) if forms and method == "POST" and chance.random() < 0.8 else None
        path = (
            form.path if form and form.path and chance.random() < 0.8 else self._path(chance, rule.endpoint, rule.rule)
        )
        raw = path.encode().decode("latin-1") + "\xff\xed\xa0\x80" if chance.random() < 0.01 else None
        sent: dict[str, Any] = self._body(chance, form) if method not in {"GET", "HEAD", "OPTIONS"} else {}
        return Request(
            rule.rule, method, path, self._query(chance), headers=self._headers(chance), raw_path=raw, **sent
        )

    def _path(self, chance: Random, endpoint: str, rule: str) -> str:
        known = self._seen.arguments.get(endpoint, [])
        right = chance.choice(known) if known and chance.random() < 0.7 else {}
        is_spoilt = chance.random() < 0.3

        def fill(found: re.Match[str]) -> str:
            name = found[2]
            value = right.get(name) or chance.choice(self._seen.values.get(name, ["1", "2", "unknown"]))
            return _quoted(hostile.text(chance, value)[:2000] if is_spoilt and chance.random() < 0.7 else value)

        return re.sub(r"<(?:(\w+):)?(\w+)>", fill, rule)

    def _query(self, chance: Random) -> str:
        if chance.random() < 0.6:
            return ""
        pairs = [
            (chance.choice(self._seen.queries), _encoded(hostile.text(chance, "1"))[:MAX_URL])
            for _ in range(chance.randrange(1, 4))
        ]
        return urlencode(pairs)

    def _headers(self, chance: Random) -> tuple[tuple[str, str], ...]:
        count = chance.choice((0, 0, 0, 1, 1, 2, 4))
        return tuple((name, chance.choice(values)) for name, values in chance.sample(hostile.HEADERS, count))

    def _body(self, chance: Random, form: Form | None) -> dict[str, Any]:
        if form is None:
            return self._loose_body(chance)
        by_name: dict[str, list[str]] = {}
        for name, value in form.fields:
            by_name.setdefault(name, []).append(value)
        rate = chance.choice((0, 0.1, 0.3, 0.6))
        fields: dict[str, list[Any]] = {}
        for name, values in by_name.items():
            value = chance.choice(values)
            fields[name] = self._spoilt(chance, value) if chance.random() < rate else [value]
        if rate and fields and chance.random() < 0.1:
            name = chance.choice(sorted(fields))
            fields[
                re.sub(r"\d+", chance.choice(("99", "-1", "99999999999", "x")), name) + chance.choice(("", "[]"))
            ] = fields.pop(name)
        return {"fields": fields, "files": {name: hostile.file(chance, self._seen.files) for name in form.files}}

    def _spoilt(self, chance: Random, value: str) -> list[Any]:
        deed = chance.random()
        if deed < 0.1:
            return [chance.choice(("7", "2026-06-20", "An", "an@ambora.example"))]
        if deed < 0.7:
            return [_encoded(hostile.text(chance, value))]
        if deed < 0.8:
            return [hostile.document(chance, chance.choice(self._seen.documents))]
        return [] if deed < 0.9 else [value, _encoded(hostile.text(chance, value))]

    def _loose_body(self, chance: Random) -> dict[str, Any]:
        """Return a body that belongs to no form: a document of the ballot box, JSON, nonsense."""
        deed = chance.random()
        if deed < 0.5:
            return {"body": hostile.document(chance, chance.choice(self._seen.documents)).encode()}
        if deed < 0.7:
            return {"body": _encoded(hostile.text(chance))}
        if deed < 0.75:
            return {"body": chance.randbytes(chance.choice((1, 100, 100_000)))}
        names = chance.sample(
            sorted({name for each in self._seen.forms.values() for form in each for name, _ in form.fields}), 4
        )
        return {"fields": {name: [_encoded(hostile.text(chance))] for name in names}}


def _encoded(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _quoted(value: str) -> str:
    return quote(_encoded(value), safe="")
