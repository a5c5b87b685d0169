"""The shared page checks: every page that any test fetches is parsed strictly and looked over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from govapp.web.security import CONTENT_SECURITY_POLICY
from pybelenios.jsontext import MARK_DIGITS

CONTROLS = {"input", "select", "textarea"}
NAMELESS = {"hidden", "submit", "button"}
DIGEST = re.compile("[0-9a-f]{64}|[A-Za-z0-9+/]{43}")
GROUPS = re.compile(r"(?<![\w ])[0-9a-f]{4}(?: [0-9a-f]{4})+(?![ \w])")
LANGUAGES = {"nl", "fr", "en", "de"}
# htmlentitydefs aside, html5lib knows no <search> element; it is a plain block for it.


@dataclass(frozen=True)
class Page:
    """A fetched page: its status, text, tree and headers."""

    status: int
    html: str
    tree: Element
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """Return the words of the page on one line, without scripts and templates."""
        return " ".join(" ".join(_words(self.tree)).split())

    @property
    def title(self) -> str:
        """Return the title of the window."""
        return _content(self.one("title"))

    @property
    def heading(self) -> str:
        """Return the words of the one h1."""
        return _content(self.one("h1"))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return all elements of `tag` whose attributes are as given (`class_` and `for_` stand for class and for)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.tree.iter(tag)
            if all(
                value in (each.get(name) or "").split() if name == "class" else each.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element; fails when there is none or more than one."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} <{tag}> with {attributes}"
        return found[0]

    def links(self) -> dict[str, str]:
        """Return address by text of all links."""
        return {_content(each): each.get("href") or "" for each in self.tree.iter("a")}


def _words(element: Element) -> list[str]:
    if element.tag in {"script", "template", "style"}:
        return []
    found = [element.text or ""]
    for child in element:
        if child.tag == "wbr":
            found[-1] += child.tail or ""
            continue
        found += _words(child)
        found.append(child.tail or "")
    return found


def _content(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def check(html: str) -> Element:
    """Parse a page strictly and return its tree; fails with what is wrong."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    assert not parser.errors, list(parser.errors)[:3]
    assert tree.get("lang") in LANGUAGES, "a page says its language"
    titles = [each for each in tree.iter("title") if each in list(tree.find("head") or [])]
    assert len(titles) == 1 and _content(titles[0]), "a page has one title"
    assert len(list(tree.iter("h1"))) == 1, f"a page has one h1, not {len(list(tree.iter('h1')))}"
    ids = [each.get("id") for each in _elements(tree) if each.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1}, key=str)}"
    _check_no_inline(tree)
    _check_labels(tree, set(ids))
    _check_digests(tree)
    for command in tree.iter("pre"):
        if "belenios-tool election verify" in _content(command):
            assert "LWT_ASYNC_METHOD=none" in _content(command), "without it the tool answers before it has checked"
    for form in tree.iter("form"):
        assert form.get("action") is not None, "a form says where it goes"
        if (form.get("method") or "get").lower() == "post":
            assert any(each.get("name") == "csrf_token" for each in form.iter("input")), "a POST form has its token"
    for image in tree.iter("img"):
        assert image.get("alt") is not None, "an image has its words"
    return tree


def _elements(tree: Element) -> Iterator[Element]:
    # html5lib also yields comments, whose tag is a function.
    return (each for each in tree.iter() if not callable(each.tag))


def _check_no_inline(tree: Element) -> None:
    for each in _elements(tree):
        assert each.tag != "style", "no style element"
        assert each.get("style") is None, f"no style attribute: <{each.tag}>"
        handlers = [name for name in each.attrib if re.match(r"on[a-z]", name)]
        assert not handlers, f"no handlers in the page: {handlers}"
        if each.tag == "script":
            assert each.get("src") and not (each.text or "").strip(), "no inline script"
        if each.tag == "a" and each.get("href") is not None:
            assert not (each.get("href") or "").startswith("javascript:"), "no script in a link"


def _check_labels(tree: Element, ids: set[str | None]) -> None:
    labelled = {each.get("for") for each in tree.iter("label")}
    inside = {id(each) for label in tree.iter("label") for each in label.iter()}
    for each in tree.iter():
        if each.tag not in CONTROLS or each.get("type") in NAMELESS:
            continue
        named = each.get("aria-label") or each.get("aria-labelledby") or each.get("title")
        assert named or id(each) in inside or each.get("id") in labelled, f"a label for {each.attrib}"
    for each in _elements(tree):
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (each.get(name) or "").split():
                assert target in ids, f"{name} names {target}, which is not on the page"


def _check_digests(tree: Element) -> None:
    """Whatever stands for a digest or a key shows at least the 20 digits that people compare (cases C)."""
    for each in _elements(tree):
        shown = _content(each)
        if each.get("data-copy") is not None or DIGEST.fullmatch(each.get("title") or ""):
            assert each.get("data-copy") or len(shown.replace(" ", "")) == MARK_DIGITS, shown
        if each.tag in {"code", "b"} or "proof" in (each.get("class") or "") or "mono" in (each.get("class") or ""):
            short = [found for found in GROUPS.findall(shown) if len(found.replace(" ", "")) < MARK_DIGITS]
            assert not short, f"too few digits to compare: {short}"


class PageClient:
    """A browser without script: keeps cookies, sends the form token, follows redirects, checks each page."""

    def __init__(self, app: Flask, form_page: str = "/about/secrecy") -> None:
        self.app = app
        self._form_page = form_page
        self._tokens: dict[str, str] = {}
        self.raw = app.test_client()

    def get(self, path: str, *, status: int = 200, **options: Any) -> Page:
        """Fetch a page, following redirects, and check it."""
        options.setdefault("follow_redirects", True)
        return self._page(self.raw.get(path, **options), status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 200, **options: Any) -> Page:
        """Send a form with its token, following redirects, and check the page that comes back."""
        options.setdefault("follow_redirects", True)
        fields = {"csrf_token": self.token(), **(data or {})}
        return self._page(self.raw.post(path, data=fields, **options), status)

    def post_json(self, path: str, body: str | bytes) -> TestResponse:
        """Send JSON as the page's script does and return the answer as it is."""
        return self.raw.post(
            path,
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": self.token(), "Accept": "application/json"},
        )

    def download(self, path: str, *, status: int = 200) -> TestResponse:
        """Fetch a file."""
        response = self.raw.get(path)
        assert response.status_code == status, (path, response.status_code)
        return response

    def token(self) -> str:
        """Return a form token for this browser's session: one that it was given already, or that of a page."""
        kept = self._tokens.get(self._in_cookie())
        if kept:
            return kept
        page = self.raw.get(self._form_page).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, "every page carries the language form and so a token"
        self._tokens[self._in_cookie()] = found[1]
        return found[1]

    def _in_cookie(self) -> str:
        """Return what the cookie says that a token has to go with; nothing while there is no session."""
        cookie = self.raw.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        sessions = self.app.session_interface
        assert isinstance(sessions, SecureCookieSessionInterface)
        signer = sessions.get_signing_serializer(self.app)
        if cookie is None or signer is None:
            return ""
        try:
            return str(signer.loads(cookie.value).get("csrf_token", ""))
        except BadSignature:
            return ""

    def _page(self, response: TestResponse, status: int) -> Page:
        html = response.get_data(as_text=True)
        assert response.status_code == status, (response.request.path, response.status_code, html[:2000])
        assert response.content_type.startswith("text/html"), response.content_type
        assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        return Page(response.status_code, html, check(html), dict(response.headers))


def kept_as(answer: TestResponse) -> str:
    """Return the name under which a file that is no page is kept."""
    disposition, options = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == "attachment", "it is shown as a page of ours"
    return options["filename"]
