"""What comes in from outside: addresses and forms that no honest browser sends; what goes out with an answer."""

import io

import pytest
import structlog
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.request_context import public
from govapp.settings import Settings
from govapp.web.app import create_app
from govapp.web.security import MAX_FORM_BYTES
from tests.conftest import KEY
from tests.factories.accounts import PASSWORD, a_browser, a_link, an_officer
from tests.factories.ballots import opened
from tests.factories.settings import OWN_NAMES
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.mark.parametrize("path", ["/assemblies/9", "/assemblies/9/result.json", "/inbox/9"])
def test_a_number_longer_than_any_row_has_is_not_found(client: PageClient, path: str) -> None:
    assert client.raw.get(path.replace("9", "9" * 30)).status_code == 404


@pytest.mark.parametrize("path", ["/board/%00", "/in/%00", "/inbox?q=%00", "/documents/%00/a.pdf"])
def test_an_address_with_a_zero_byte_is_refused(client: PageClient, path: str) -> None:
    assert client.raw.get(path).status_code == 400


def test_a_form_with_a_zero_byte_is_refused(client: PageClient) -> None:
    client.post("/sign-in", {"email": "a\0@mail.example"}, status=400)
    client.post("/office/sign-in", {"email": "a\0@mail.example", "password": "x"}, status=400)


def test_strangers_send_forms_and_no_files(client: PageClient) -> None:
    client.post("/sign-in", {"email": "x" * (MAX_FORM_BYTES + 1)}, status=413)
    file = {"file": (io.BytesIO(b"x" * (MAX_FORM_BYTES + 1)), "a.csv")}
    client.post("/sign-in", file, status=413)


def test_a_wrong_method_is_answered_with_the_right_ones(client: PageClient) -> None:
    for kind in ("text/html", "application/json"):
        answer = client.raw.delete("/about/secrecy", headers={"Accept": kind})
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]


def test_a_page_to_go_on_to_that_no_cookie_can_hold_is_forgotten(
    client: PageClient, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    first = {"email": officer.email, "password": PASSWORD, "next": "/office/holders?q=" + "x" * 5000}
    assert client.post("/office/sign-in", first).one("form", action="/office/sign-in/code") is not None


def test_files_that_anybody_may_keep_do_not_carry_the_session_of_their_reader(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock)
    client = a_browser(app)
    client.post(a_link(database, clock.now(), subject_ref=f"holder:{hall.voters[0]}", next_path="/vote"))
    file = client.download(f"/board/{hall.uuid}/record.json")
    assert "public" in file.headers["Cache-Control"]
    assert "Set-Cookie" not in file.headers


def test_over_tls_no_neighbour_can_plant_a_session(database_url: str, database: Database, clock: FixedClock) -> None:
    values = {"database_url": database_url, "secret_key": SecretStr(KEY), "base_url": "https://vote.example"}
    settings = Settings.model_validate({**values, **OWN_NAMES})
    app = create_app(settings, database=database, clock=clock)
    answer = app.test_client().get("/about/secrecy", base_url="https://vote.example")
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if "session" in each]
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain" not in cookie


def test_a_bug_behind_a_secret_address_does_not_write_the_address_in_the_log(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    @public
    def broken(token: str) -> str:
        raise RuntimeError(f"cannot open the link of lieve@mail.example {token[:0]}")

    app.add_url_rule("/broken/<token>", view_func=broken)
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    answer = app.test_client().get("/broken/short-secret")
    assert answer.status_code == 500
    said = written.getvalue() + capsys.readouterr().err
    assert "short-secret" not in said
    assert "lieve@" not in said
    assert "RuntimeError" in said
    assert "/broken/<token>" in said


def test_an_error_of_the_database_quotes_no_values(database: Database, clock: FixedClock) -> None:
    with pytest.raises(DBAPIError) as caught, database.unit_of_work(SYSTEM, clock.now()) as work:
        work.session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Lieve Peeters"})
    assert "Lieve" not in str(caught.value)
