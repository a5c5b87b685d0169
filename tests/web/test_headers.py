"""What every answer says to the browser."""

import pytest
from flask import Flask

from govapp.kernel.texts import LANGUAGES
from govapp.web.security import POLICY
from govapp.web.static_files import asset
from tests.web.page import PageClient


def test_no_page_may_run_or_draw_anything_that_is_not_a_file_of_ours() -> None:
    assert POLICY["default-src"] == "'none'"
    assert not any("unsafe" in value or "http" in value or "*" in value for value in POLICY.values())


def test_static_files_are_kept_for_ever_under_an_address_that_changes_with_them(app: Flask) -> None:
    answer = app.test_client().get(asset("css/app.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_of_a_person_is_never_kept(client: PageClient) -> None:
    assert client.get("/about/secrecy").headers["Cache-Control"] in {"no-cache", "no-store"}


def test_an_unknown_address_gets_a_page_that_helps(client: PageClient) -> None:
    assert client.get("/nothing-here", status=404).heading


@pytest.mark.parametrize("language", [each.value for each in LANGUAGES])
@pytest.mark.parametrize("page", ["secrecy", "checking", "privacy", "accessibility"])
def test_the_explaining_pages_stand_in_the_language_of_the_reader(client: PageClient, language: str, page: str) -> None:
    shown = client.get(f"/about/{page}", headers={"Accept-Language": language})
    assert shown.tree.get("lang") == language


def test_a_chosen_language_is_kept_and_the_reader_stays_on_the_page(client: PageClient) -> None:
    page = client.post("/language", {"language": "nl", "next": "/about/privacy"})
    assert (page.tree.get("lang"), page.heading) == ("nl", "Privacy")
    assert client.get("/about/secrecy", headers={"Accept-Language": "fr"}).tree.get("lang") == "nl"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_language_switch_leads_nowhere_else(client: PageClient, elsewhere: str) -> None:
    answer = client.raw.post("/language", data={"csrf_token": client.token(), "language": "nl", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_the_machinery_hears_whether_the_program_lives_and_can_serve(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/livez").status_code == 200
    assert browser.get("/readyz").get_json() == {"status": "ready"}
