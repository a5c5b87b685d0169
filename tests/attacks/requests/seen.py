"""What somebody who looks at every page learns: the values in addresses, and the forms with their fields."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from govapp.ballots.models import ArchiveRecord, BallotRecord
from pybelenios.jsontext import compact
from pybelenios.trustees import make_trustee_key
from tests.attacks.requests.unseen import HIDDEN_FORMS, HIDDEN_VALUES
from tests.e2e.pages import visits
from tests.factories.accounts import a_browser
from tests.factories.sample_cooperative import RIGHT_ROWS, WRONG_ROWS, SampleCooperative
from tests.web.page import PageClient

MAX_DOCUMENT_BYTES = 30_000
ADDRESSES = ("href", "src", "data-poll")
"""Attributes that hold addresses of ours: links, pictures, frames, parts that are read again."""


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, its fields with what stands in them, the choices of each, its files.

    Without a path it goes wherever its route leads.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


@dataclass
class Seen:
    """All that was seen: argument values and forms by endpoint, values by the name of an argument, documents."""

    arguments: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=dict)
    queries: list[str] = field(default_factory=lambda: ["page", "q", "next", "right", "day"])
    documents: list[Any] = field(default_factory=list)
    files: list[bytes] = field(default_factory=lambda: [RIGHT_ROWS.encode(), WRONG_ROWS.encode()])


def look_around(app: Flask, sample: SampleCooperative) -> Seen:
    """Fetch every page as somebody who may, and return what its links and forms hold."""
    seen, browsers = Seen(), {}
    for visit in visits(sample):
        if visit.who not in browsers:
            browsers[visit.who] = _enter(app, sample, visit.who)
        answer = browsers[visit.who].raw.get(visit.path, follow_redirects=True)
        if answer.mimetype == "text/html":
            _note(app, seen, answer.request.path, answer.get_data(as_text=True))
    for door in sample.doors.values():
        _note_address(app, seen, door)
    _note_hidden(app, seen)
    _note_documents(seen, sample)
    return seen


def _note_hidden(app: Flask, seen: Seen) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule in HIDDEN_FORMS and "POST" in (rule.methods or ()):
            seen.forms.setdefault(rule.endpoint, []).append(Form("", HIDDEN_FORMS[rule.rule]))
    for name, values in HIDDEN_VALUES.items():
        for value in values:
            _add(seen.values.setdefault(name, []), value)


def _enter(app: Flask, sample: SampleCooperative, who: str) -> PageClient:
    browser = a_browser(app)
    if who in sample.doors:
        browser.post(sample.doors[who])
    return browser


def _note(app: Flask, seen: Seen, path: str, html: str) -> None:
    _note_address(app, seen, path)
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for part in tree.iter():
        for name in ADDRESSES:
            _note_address(app, seen, part.get(name) or "")
    for form in tree.iter("form"):
        target = form.get("action") or path
        endpoint = _note_address(app, seen, target, (form.get("method") or "get").upper())
        found = Form(urlsplit(target).path, tuple(_fields(form)), tuple(_files(form)))
        if endpoint and found not in (forms := seen.forms.setdefault(endpoint, [])):
            forms.append(found)


def _note_address(app: Flask, seen: Seen, address: str, method: str = "GET") -> str | None:
    parts = urlsplit(address)
    if parts.scheme not in {"", "http"} or not parts.path.startswith("/"):
        return None
    for name, _value in parse_qsl(parts.query):
        _add(seen.queries, name)
    for each in (method, "POST"):
        with contextlib.suppress(HTTPException):
            found, arguments = app.url_map.bind("localhost").match(parts.path, method=each)
            endpoint = str(found)
            values = {name: str(value) for name, value in arguments.items()}
            _add(seen.arguments.setdefault(endpoint, []), values)
            for name, value in values.items():
                _add(seen.values.setdefault(name, []), value)
            return endpoint
    return None


def _add(known: list[Any], value: object) -> None:
    if value not in known:
        known.append(value)


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for each in form.iter():
        name = each.get("name")
        if not name or name == "csrf_token" or each.get("type") == "file":
            continue
        if each.tag == "select":
            yield from ((name, option.get("value") or "") for option in each.iter("option"))
        elif each.tag == "textarea":
            yield name, each.text or ""
        elif each.tag in {"input", "button"}:
            yield name, each.get("value") or ""


def _files(form: Element) -> Iterable[str]:
    return (each.get("name") or "" for each in form.iter("input") if each.get("type") == "file")


def _note_documents(seen: Seen, sample: SampleCooperative) -> None:
    seen.documents += [json.loads(compact(make_trustee_key().public.to_json()))]
    for column in (BallotRecord.body, ArchiveRecord.body):
        bodies = sample.read(lambda work, column=column: work.session.scalars(select(column)).all())  # type: ignore[misc]
        seen.documents += [json.loads(body) for body in bodies[-6:] if len(body) < MAX_DOCUMENT_BYTES]
