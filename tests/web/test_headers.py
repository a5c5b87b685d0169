"""What every answer says to the browser."""

from flask import Flask

from govapp.outbox.pages import MAIL_POLICY
from govapp.web.security import POLICY
from govapp.web.static_files import asset
from tests.web.page import PageClient


def test_no_page_may_run_or_draw_anything_that_is_not_a_file_of_ours() -> None:
    assert POLICY["default-src"] == "'none'"
    assert not any("unsafe" in value or "http" in value or "*" in value for value in POLICY.values())


def test_a_mail_alone_may_have_styles_in_it_and_nothing_else() -> None:
    allowed = dict(part.strip().partition(" ")[::2] for part in MAIL_POLICY.split(";"))
    assert allowed["default-src"] == "'none'"
    assert "sandbox" in allowed
    assert [name for name, value in allowed.items() if "unsafe" in value] == ["style-src"]


def test_static_files_are_kept_for_ever_under_an_address_that_changes_with_them(app: Flask) -> None:
    answer = app.test_client().get(asset("css/shareholder.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_of_a_person_is_never_kept(client: PageClient) -> None:
    assert client.get("/about/secrecy").headers["Cache-Control"] in {"no-cache", "no-store"}


def test_an_unknown_address_gets_a_page_that_helps(client: PageClient) -> None:
    assert client.get("/nothing-here", status=404).heading


def test_the_machinery_hears_whether_the_program_lives_and_can_serve(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/livez").status_code == 200
    assert browser.get("/readyz").get_json() == {"status": "ready"}
