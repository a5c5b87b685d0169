"""The pages of directors and auditors who get the notice: recording, ending, their letters."""

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, an_officer, officer_browser, sign_in
from tests.factories.assembly import Meeting, written
from tests.web.page import PageClient

FIELDS = {
    "capacity": "auditor",
    "name": "Bo Revisoren bv",
    "language": "nl",
    "street": "Veldstraat 9",
    "postcode": "9000",
    "town": "Gent",
    "country": "be",
}


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    meeting = written(database, clock, voters=5)
    meeting.lock()
    return meeting


def test_an_auditor_is_recorded_gets_a_letter_and_is_ended(
    secretary: PageClient, meeting: Meeting, clock: FixedClock
) -> None:
    page = secretary.post("/office/addressees", FIELDS)
    assert page.all("li", id="addressee-1")
    assert "#addressee-1" in secretary.raw.get("/office/addressees/1").headers["Location"]
    post = f"/office/assemblies/{meeting.id}/post"
    answer = secretary.raw.post(f"{post}/others", data={"csrf_token": secretary.token()})
    assert answer.get_data().startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    secretary.post(f"{post}/others/posted", {"others-posted_on": "soon"}, status=422)
    secretary.post(f"{post}/others/posted", {"others-posted_on": "1999-01-01"}, status=422)
    page = secretary.post(f"{post}/others/posted", {"others-posted_on": clock.now().date().isoformat()})
    assert not page.all("form", action=f"{post}/others/posted")
    page = secretary.post("/office/addressees/1/end")
    assert not page.all("li", id="addressee-1")
    secretary.post("/office/addressees/1/end", status=404)


@pytest.mark.parametrize(
    ("changed", "field", "status"),
    [
        ({"street": ""}, "email", 422),
        ({"email": "nobody"}, "email", 422),
        ({"country": "Belgium"}, "country", 422),
        ({"country": "b1"}, "country", 422),
        ({"name": " "}, "name", 422),
        ({"capacity": "chair"}, "capacity", 422),
    ],
)
def test_what_cannot_be_recorded_says_why_and_comes_back_as_typed(
    secretary: PageClient, changed: dict[str, str], field: str, status: int
) -> None:
    page = secretary.post("/office/addressees", FIELDS | changed, status=status)
    assert page.all("span", id=f"{field}-error")
    assert page.one("input", id="town").get("value") == "Gent"


def test_the_same_person_twice_is_refused(secretary: PageClient) -> None:
    secretary.post("/office/addressees", FIELDS)
    assert secretary.post("/office/addressees", FIELDS, status=409).all("span", id="name-error")


def test_letters_that_nobody_needs_are_refused_on_the_page(secretary: PageClient, meeting: Meeting) -> None:
    secretary.post("/office/addressees", FIELDS | {"email": "bo@board.example"})
    page = secretary.post(f"/office/assemblies/{meeting.id}/post/others", status=409)
    assert page.all("h1")


def test_an_auditor_of_the_cooperative_reads_and_records_nobody(
    app: Flask, database: Database, clock: FixedClock, secretary: PageClient
) -> None:
    secretary.post("/office/addressees", FIELDS)
    auditor = a_browser(app)
    sign_in(auditor, an_officer(database, clock.now(), Role.AUDITOR, email="a.udit@ambora.example"), clock)
    page = auditor.get("/office/addressees")
    assert page.all("li", id="addressee-1")
    assert not page.all("form", action="/office/addressees")
    auditor.post("/office/addressees", FIELDS, status=403)
