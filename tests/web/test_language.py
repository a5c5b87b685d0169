"""The language of a page: the reader's own, or the one that was chosen, and then for every page."""

import pytest

from govapp.kernel.texts import LANGUAGES
from tests.web.page import PageClient


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
