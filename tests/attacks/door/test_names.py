"""A request says itself under which name it came, where the application lies and over what: we believe our settings."""

from http.client import HTTPConnection

import pytest
from flask import Flask
from pydantic import SecretStr, ValidationError

from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.settings import Settings, Surface
from govapp.web.app import create_app
from govapp.web.static_files import asset
from tests.conftest import KEY
from tests.factories.http_voting import PATIENCE, gunicorn
from tests.factories.settings import OWN_NAMES

SITE, OFFICE = "https://vote.ambora.example", "https://office.ambora.example"


def site(database: Database, clock: FixedClock, **more: object) -> Flask:
    values = {
        "secret_key": SecretStr(KEY),
        "base_url": SITE,
        "office_base_url": OFFICE,
        "trusted_proxies": 1,
        **OWN_NAMES,
        **more,
    }
    return create_app(Settings.model_validate(values), database=database, clock=clock)


def status(app: Flask, host: str, path: str = "/office/officers", **headers: str) -> int:
    return app.test_client().get(path, headers={"Host": host, **headers}).status_code


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestOtherNames:
    """What is answered to a request that names a host."""

    @pytest.mark.parametrize("host", ["evil.example", "vote.ambora.example.evil.example", "", "127.0.0.1", "[::1]:80"])
    def test_under_a_name_that_is_not_ours_there_is_no_page_and_no_file(
        self, database: Database, clock: FixedClock, host: str
    ) -> None:
        app = site(database, clock)
        for path in ("/", "/office/officers", "/sign-in", asset("css/shareholder.css")):
            assert status(app, host, path) == 400, path

    def test_a_proxy_that_hands_on_a_strange_name_gets_no_page_either(
        self, database: Database, clock: FixedClock
    ) -> None:
        app = site(database, clock)
        assert app.test_client().get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400

    @pytest.mark.parametrize("host", ["vote.ambora.example", "VOTE.ambora.example:443", "office.ambora.example"])
    def test_under_our_own_names_there_is(self, database: Database, clock: FixedClock, host: str) -> None:
        assert status(site(database, clock), host) == 303

    def test_each_of_two_surfaces_answers_under_its_own_name_only(self, database: Database, clock: FixedClock) -> None:
        public, office = (site(database, clock, surface=each) for each in (Surface.PUBLIC, Surface.OFFICE))
        assert status(public, "vote.ambora.example", "/") == status(office, "office.ambora.example", "/office/") - 103
        assert status(public, "office.ambora.example", "/") == 400
        assert status(office, "vote.ambora.example", "/office/") == 400

    def test_another_name_can_be_added(self, database: Database, clock: FixedClock) -> None:
        app = site(database, clock, trusted_hosts="stem.ambora.example, [::1]")
        assert status(app, "stem.ambora.example") == status(app, "[::1]:8000") == 303

    def test_the_machinery_may_ask_by_number_whether_we_live(self, database: Database, clock: FixedClock) -> None:
        assert status(site(database, clock), "10.0.0.7:8000", "/livez") == 200

    def test_over_tls_pages_files_and_refusals_bind_every_neighbour_to_tls(
        self, database: Database, clock: FixedClock
    ) -> None:
        for path in ("/", "/office/officers", "/nothing-here", asset("css/shareholder.css")):
            answer = site(database, clock).test_client().get(path, headers={"Host": "vote.ambora.example"})
            words = {each.strip() for each in answer.headers["Strict-Transport-Security"].split(";")}
            assert "includeSubDomains" in words, path

    def test_without_tls_nobody_is_bound(self, app: Flask) -> None:
        for path in ("/", asset("css/shareholder.css")):
            assert "Strict-Transport-Security" not in app.test_client().get(path).headers


FORGED = (
    {"SCRIPT_NAME": "/office"},
    {"PATH_INFO": "/livez"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Ssl": "on"},
)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("forged", FORGED, ids=lambda each: next(iter(each)))
def test_a_header_moves_no_page_of_the_server_that_runs(database_url: str, forged: dict[str, str]) -> None:
    assert database_url
    with gunicorn(database_url, processes=1) as port:
        answers = [_read(port, headers) for headers in ({}, forged)]
    assert answers[0] == answers[1]
    assert answers[0][0] == 303


def _read(port: int, headers: dict[str, str]) -> tuple[int, str | None]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/office/officers", headers=headers)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("Location")


@pytest.mark.parametrize(
    ("wrong", "variable"),
    [
        ({"weak_passwords": True}, "GOVAPP_WEAK_PASSWORDS"),
        ({"base_url": "http://vote.ambora.example"}, "GOVAPP_BASE_URL"),
        ({"surface": "office", "office_base_url": "http://office.ambora.example"}, "GOVAPP_OFFICE_BASE_URL"),
        ({"smtp_host": "mail.ambora.example", "smtp_tls": "none"}, "GOVAPP_SMTP_TLS"),
        ({"cooperative": "Ambora"}, "GOVAPP_COOPERATIVE"),
        ({"cooperative": "Example Cooperative"}, "GOVAPP_COOPERATIVE"),
        ({"contact": "contact@ambora.example"}, "GOVAPP_CONTACT"),
        ({"mail_from": "noreply@ambora.example"}, "GOVAPP_MAIL_FROM"),
        ({"smtp_host": "smtp.cooperative.example"}, "GOVAPP_SMTP_HOST"),
        ({"base_url": "https://vote.cooperative.example"}, "GOVAPP_BASE_URL"),
        (
            {"base_url": "http://127.0.0.1", "smtp_host": "mail.zonnewende.example", "cooperative": "Ambora"},
            "GOVAPP_COOP",
        ),
    ],
)
def test_a_setting_that_opens_the_house_to_others_stops_the_start(wrong: dict[str, object], variable: str) -> None:
    with pytest.raises(ValidationError, match=variable):
        Settings.model_validate({"base_url": SITE, **OWN_NAMES, **wrong})


def test_what_is_dangerous_for_others_is_allowed_on_one_machine() -> None:
    assert Settings(weak_passwords=True).weak_passwords
    assert Settings(smtp_host="localhost", smtp_tls="none").smtp_host
    assert Settings(base_url="http://demo.ambora.example", demo=True).demo
