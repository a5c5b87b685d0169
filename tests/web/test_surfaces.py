"""Two origins: each answers its own pages, leads to the other's, and knows nobody who came in there."""

import pytest
from flask import Flask
from pydantic import ValidationError

from govapp.accounts.service import InviteOfficer, LinkPurpose, invite_officer
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.settings import Settings, Surface
from govapp.web.app import create_app
from govapp.web.letters import post_of
from govapp.web.surfaces import surface_of
from tests.factories.accounts import a_link, an_officer, sign_in
from tests.web.page import PageClient
from tests.web.test_census import address, rules

PUBLIC, OFFICE = "https://vote.example", "https://office.example"


@pytest.fixture
def two(settings: Settings) -> Settings:
    return settings.model_copy(
        update={"base_url": PUBLIC, "office_base_url": OFFICE, "trusted_hosts": "localhost", "weak_passwords": False}
    )


@pytest.fixture
def public(two: Settings, database: Database, clock: FixedClock) -> Flask:
    return create_app(two, database=database, clock=clock, surface=Surface.PUBLIC)


@pytest.fixture
def office(two: Settings, database: Database, clock: FixedClock) -> Flask:
    return create_app(two, database=database, clock=clock, surface=Surface.OFFICE)


@pytest.mark.parametrize(("surface", "elsewhere"), [(Surface.PUBLIC, OFFICE), (Surface.OFFICE, PUBLIC)])
def test_every_route_of_the_other_surface_is_not_here_and_a_link_leads_to_it(
    two: Settings, database: Database, clock: FixedClock, surface: Surface, elsewhere: str
) -> None:
    app = create_app(two, database=database, clock=clock, surface=surface)
    app.config["WTF_CSRF_ENABLED"] = False
    for rule in rules(app):
        is_ours = surface_of(rule.rule) in {surface, Surface.BOTH}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = address(rule)
            answer = app.test_client().open(path, method=method)
            location = answer.headers.get("Location", "")
            if is_ours:
                assert not location.startswith(elsewhere), (method, path)
            elif method == "POST":
                assert answer.status_code == 404, path
            elif path == "/":
                assert location == "/office/", "whoever types the bare address of the office wants the office"
            else:
                assert (answer.status_code, location) == (303, elsewhere + path)


def test_a_public_surface_that_was_told_no_address_does_not_say_where_the_office_is(
    settings: Settings, database: Database, clock: FixedClock
) -> None:
    app = create_app(settings, database=database, clock=clock, surface=Surface.PUBLIC)
    for path in ("/office/", "/office/sign-in", "/office/holders?q=x"):
        assert app.test_client().get(path).status_code == 404


def test_an_officer_who_came_in_at_the_office_is_nobody_on_the_public_surface(
    public: Flask, office: Flask, database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    inside = PageClient(office, form_page="/office/sign-in")
    assert sign_in(inside, officer, clock).status == 200
    assert inside.get("/office/holders").status == 200
    cookie = inside.raw.get_cookie("__Host-office-session")
    assert cookie is not None
    assert inside.raw.get_cookie("__Host-session") is None
    for name in ("__Host-session", "__Host-office-session"):
        carried = PageClient(public)
        carried.raw.set_cookie(name, cookie.value)
        assert carried.raw.get("/my").headers["Location"] == "/sign-in?next=/my", (
            "a visitor is asked for the link in a mail"
        )
    with public.test_request_context():
        read = public.session_interface.get_signing_serializer(public)  # type: ignore[attr-defined]
        assert read.loads_unsafe(cookie.value)[0] is False, "signed for the office, not for here"


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_personal_link_opens_on_the_surface_of_its_owner(
    public: Flask, office: Flask, database: Database, clock: FixedClock, purpose: LinkPurpose
) -> None:
    path = a_link(database, clock.now(), purpose=purpose, subject_ref="officer:1")
    home, away = (office, public) if purpose.is_for_officers else (public, office)
    assert home.test_client().get(path, follow_redirects=True).status_code == 200
    assert away.test_client().get(path).status_code == 404
    away.config["WTF_CSRF_ENABLED"] = False
    assert away.test_client().post(path).status_code == 404
    assert away.test_client().post(f"{path}/new").status_code == 404
    assert home.test_client().get(path, follow_redirects=True).status_code == 200, "the try elsewhere did not use it up"


def test_mails_lead_everybody_to_their_own_surface(two: Settings, database: Database, clock: FixedClock) -> None:
    invitation = InviteOfficer("new@ambora.example", "Nele Nieuw", Language.NL, frozenset({Role.AUDITOR}))
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        _number, link = invite_officer(work, invitation)
        assert post_of(two).link_address(work.session, link, "new@ambora.example").startswith(f"{OFFICE}/in/")


def test_two_surfaces_need_two_addresses(settings: Settings) -> None:
    values = settings.model_dump()
    with pytest.raises(ValidationError, match="GOVAPP_OFFICE_BASE_URL, the address that officers use"):
        Settings.model_validate({**values, "surface": "office"})
    with pytest.raises(ValidationError, match="two surfaces need two addresses"):
        Settings.model_validate({**values, "surface": "public", "office_base_url": values["base_url"]})
