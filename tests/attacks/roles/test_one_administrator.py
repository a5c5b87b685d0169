"""One administrator plays two officers while a vote is under way: whatever lets somebody in takes a second one."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from govapp.accounts.models import AccessChange, Link, Officer, OfficerRole
from govapp.accounts.queries import find_officer, find_officer_by_email, list_waiting_changes
from govapp.accounts.rules import CHANGE_WAITS_FOR
from govapp.audit.models import JournalEntryRecord
from govapp.ballots.service import cancel_paper
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.request_context import access_of
from tests.conftest import KEY
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, sign_in
from tests.factories.assembly import written
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened, prepared, ready
from tests.web.page import PageClient
from tests.web.test_census import address, rules

WHY = {"reason": "our registrar is ill and somebody has to answer"}
SOCK = {"name": "Bart", "email": "bart@ambora.example", "language": "nl", "roles": ["registrar"], **WHY}


@dataclass
class Place:
    """An office with one administrator at a screen, and officers whom that administrator would like to be."""

    app: Flask
    database: Database
    clock: FixedClock
    administrator: OfficerHandle
    registrar: OfficerHandle
    suspended: OfficerHandle
    browser: PageClient

    def second(self, *roles: Role) -> PageClient:
        """Return the browser of another officer, by default a second administrator."""
        roles = roles or (Role.ADMINISTRATOR,)
        other = an_officer(self.database, self.clock.now(), *roles, email="second@ambora.example", name="Arne")
        browser = a_browser(self.app)
        sign_in(browser, other, self.clock)
        return browser

    def power(self) -> tuple[int, int, int, int, list[tuple[int, str]]]:
        """Return everything that lets somebody in: officers, open ones, links, phones, and who holds which role."""
        count = select(func.count())
        with self.database.engine.connect() as connection:
            return (
                connection.scalar(count.select_from(Officer)) or 0,
                connection.scalar(count.where(Officer.suspended_at.is_(None))) or 0,
                connection.scalar(count.select_from(Link).where(Link.revoked_at.is_(None))) or 0,
                connection.scalar(count.where(Officer.phone_secret.is_not(None))) or 0,
                sorted((row.officer_id, row.role) for row in connection.execute(select(OfficerRole.__table__))),
            )

    def paths(self) -> dict[str, tuple[str, dict[str, object]]]:
        """Return every form by which an administrator lets somebody in."""
        registrar, suspended = (f"/office/officers/{each.id}" for each in (self.registrar, self.suspended))
        own = f"/office/officers/{self.administrator.id}"
        return {
            "a second self": ("/office/officers", dict(SOCK)),
            "a second self as administrator": ("/office/officers", {**SOCK, "roles": ["administrator"]}),
            "a second self without a role yet": ("/office/officers", {**SOCK, "roles": []}),
            "a role of one's own": (f"{own}/roles", {"role": "secretary", **WHY}),
            "a role of one's own later": (f"{own}/roles", {"role": "registrar", "from_on": "2026-06-20", **WHY}),
            "a role of a friend": (f"{registrar}/roles", {"role": "administrator", **WHY}),
            "phone and password of another": (f"{registrar}/invite", dict(WHY)),
            "one who was kept out": (f"{suspended}/reinstate", dict(WHY)),
        }

    def waiting(self) -> list[int]:
        """Return the numbers of the changes that wait."""
        with self.database.read_only(SYSTEM, self.clock.now()) as work:
            return [each.id for each in list_waiting_changes(work.session, work.now)]

    def ask(self, path: str = "phone and password of another") -> int:
        """Ask for a change and return its number."""
        where, form = self.paths()[path]
        self.browser.post(where, form)
        return self.waiting()[-1]


@pytest.fixture
def place(app: Flask, database: Database, clock: FixedClock) -> Place:
    one = an_officer(database, clock.now(), Role.ADMINISTRATOR, email="one@ambora.example", name="Anouk")
    registrar = an_officer(database, clock.now(), Role.REGISTRAR, email="registrar@ambora.example", name="Rachid")
    suspended = an_officer(database, clock.now(), Role.SECRETARY, email="gone@ambora.example", name="Saskia")
    browser = a_browser(app)
    sign_in(browser, one, clock)
    browser.post(f"/office/officers/{suspended.id}/suspend", {"reason": "left"})
    return Place(app, database, clock, one, registrar, suspended, browser)


def freshly(place: Place) -> None:
    """Sign the administrator in again: the clock moved on."""
    sign_in(place.browser, place.administrator, place.clock)


# From the freezing of the list to the last key: each of these votes is under way.
UNDER_WAY: dict[str, Callable[[Database, FixedClock], Hall]] = {
    "keys are made": lambda database, clock: prepared(database, clock, trustees=1),
    "sealed": ready,
    "open": lambda database, clock: opened(database, clock, trustees=1, questions=(decision(),)),
}


@pytest.mark.parametrize("stage", UNDER_WAY)
def test_nothing_that_lets_somebody_in_happens_until_a_second_administrator_confirms(place: Place, stage: str) -> None:
    UNDER_WAY[stage](place.database, place.clock)
    freshly(place)
    before = place.power()
    for number, (where, form) in enumerate(place.paths().values(), start=1):
        place.browser.post(where, form)
        assert place.power() == before, where
        assert len(place.waiting()) == number, where


def test_no_form_of_an_administrator_gives_power_while_a_vote_runs(place: Place) -> None:
    """Every form that the role opens is sent, also those that nobody thought of, about each officer."""
    opened(place.database, place.clock)
    freshly(place)
    before = place.power()
    forms = {"role": "secretary", "email": "x@ambora.example", "name": "X", "language": "nl", "roles": "secretary"}
    for rule in rules(place.app):
        access = access_of(place.app.view_functions[rule.endpoint])
        assert access is not None
        # What ends something is allowed at once, and would end this test too.
        ends = any(word in rule.rule for word in ("suspend", "/end", "sign-out", "withdraw"))
        if "POST" not in (rule.methods or set()) or Role.ADMINISTRATOR not in access.roles or ends:
            continue
        for officer in (place.administrator, place.registrar, place.suspended):
            data = {**forms, **WHY, "csrf_token": place.browser.token()}
            place.browser.raw.post(address(rule).replace("999999", str(officer.id)), data=data)
            assert place.power() == before, rule.rule


def test_until_the_last_key_was_used_the_vote_is_under_way_and_then_no_more(place: Place) -> None:
    hall = opened(place.database, place.clock, trustees=1, questions=(decision(),))
    hall.vote(0, FOR)
    hall.vote(1, AGAINST)
    hall.close()
    freshly(place)
    before = place.power()
    place.ask()
    assert place.power() == before
    hall.decrypt(0)
    place.browser.post(f"/office/officers/{place.suspended.id}/reinstate")
    assert place.power() != before


def test_a_vote_that_was_cancelled_or_never_counts_asks_nobody(place: Place) -> None:
    hall = ready(place.database, place.clock)
    with hall.act(SECRETARY) as work:
        cancel_paper(work, hall.uuid, "the agenda was wrong")
    few = opened(place.database, place.clock, voters=2, minimum_ballots=2, subject_ref="assembly:2")
    few.close()
    freshly(place)
    place.browser.post("/office/officers", SOCK)
    with place.database.read_only(SYSTEM, place.clock.now()) as work:
        assert find_officer_by_email(work.session, "bart@ambora.example") is not None
    assert place.waiting() == []


@pytest.mark.parametrize("path", [
    "a second self", "a role of one's own", "phone and password of another", "one who was kept out"
])  # fmt: skip
def test_a_second_administrator_confirms_and_the_journal_names_both(place: Place, path: str) -> None:
    opened(place.database, place.clock)
    freshly(place)
    before, number = place.power(), place.ask(path)
    second = place.second()
    between = place.power()
    second.post(f"/office/officers/changes/{number}/confirm")
    assert place.power() != between != before
    assert place.waiting() == []
    with place.database.engine.connect() as connection:
        line = JournalEntryRecord
        asked = select(line.tag, line.actor_name, line.reason).where(line.tag.like("access_change:%"))
        told = connection.execute(asked.order_by(line.sequence)).all()
    assert [tuple(each) for each in told] == [
        ("access_change:asked", "Anouk", WHY["reason"]),
        ("access_change:confirmed", "Arne", WHY["reason"]),
    ]


def test_whoever_asked_confirms_nothing_when_the_database_names_another_asker(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    number, second, before = place.ask(), place.second(), place.power()
    with place.database.engine.begin() as connection:
        connection.execute(text("UPDATE access_change SET asked_by = (SELECT max(id) FROM officer)"))
    place.browser.post(f"/office/officers/changes/{number}/confirm", status=409)
    assert place.power() == before and second is not None


def test_whoever_asked_cannot_confirm_from_any_screen(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    number, before = place.ask(), place.power()
    elsewhere = a_browser(place.app)
    sign_in(elsewhere, place.administrator, place.clock)
    for browser in (place.browser, elsewhere):
        page = browser.post(f"/office/officers/changes/{number}/confirm", status=403)
        assert page.heading == "Another administrator has to confirm this change, not the one who asked for it."
        assert not [form for form in browser.get("/office/officers").all("form") if "confirm" in form.get("action", "")]
    assert place.power() == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_confirms(place: Place, role: Role) -> None:
    opened(place.database, place.clock)
    freshly(place)
    number = place.ask()
    place.second(role).post(f"/office/officers/changes/{number}/confirm", status=403)
    assert place.waiting() == [number]


def test_the_others_are_suspended_first_and_then_nobody_confirms(place: Place) -> None:
    opened(place.database, place.clock)
    second = place.second()
    freshly(place)
    with place.database.read_only(SYSTEM, place.clock.now()) as work:
        row = find_officer_by_email(work.session, "second@ambora.example")
        assert row is not None
    place.browser.post(f"/office/officers/{row.id}/suspend", {"reason": "in the way"})
    number = place.ask()
    before = place.power()
    assert second.get("/office/officers").heading == "Sign in"
    # Who was suspended is not let in again alone, and the last one cannot be suspended.
    place.browser.post(f"/office/officers/{row.id}/reinstate", WHY)
    place.browser.post(f"/office/officers/{place.administrator.id}/suspend", WHY, status=409)
    place.browser.post(f"/office/officers/changes/{number}/confirm", status=403)
    assert place.power() == before


def test_a_change_waits_seven_days_and_not_a_second_longer(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    number, before = place.ask(), place.power()
    place.clock.advance(CHANGE_WAITS_FOR)
    assert place.waiting() == []
    second = place.second()
    between = place.power()
    second.post(f"/office/officers/changes/{number}/confirm", status=410)
    assert place.power() == between
    assert before[:4] != between[:4]


def test_a_change_is_withdrawn_by_whoever_asked_or_refused_by_another_and_never_done_after_that(place: Place) -> None:
    opened(place.database, place.clock)
    second = place.second()
    freshly(place)
    before = place.power()
    for browser in (place.browser, second):
        number = place.ask()
        browser.post(f"/office/officers/changes/{number}/withdraw")
        assert place.waiting() == []
        for step in ("confirm", "withdraw"):
            second.post(f"/office/officers/changes/{number}/{step}", status=410)
    second.post("/office/officers/changes/999/confirm", status=404)
    assert place.power() == before


def test_a_confirmed_change_is_done_once(place: Place) -> None:
    opened(place.database, place.clock)
    second = place.second()
    freshly(place)
    number = place.ask()
    second.post(f"/office/officers/changes/{number}/confirm")
    after = place.power()
    second.post(f"/office/officers/changes/{number}/confirm", status=410)
    assert place.power() == after


def test_a_change_without_a_reason_comes_back_as_it_was_typed(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    page = place.browser.post("/office/officers", {**SOCK, "reason": " "}, status=422)
    assert page.one("input", name="email").get("value") == "bart@ambora.example"
    assert page.one("input", name="reason").get("aria-invalid") == "true"
    base = f"/office/officers/{place.registrar.id}"
    page = place.browser.post(f"{base}/roles", {"role": "auditor", "until_on": "2026-07-01"}, status=422)
    assert page.one("input", name="until_on").get("value") == "2026-07-01"
    place.browser.post(f"{base}/invite", status=422)
    assert place.waiting() == []


def test_the_same_change_waits_once(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    for where, form in place.paths().values():
        place.browser.post(where, form)
        place.browser.post(where, form, status=409)


def test_what_could_not_be_done_is_refused_when_it_is_asked_and_again_when_it_is_confirmed(place: Place) -> None:
    hall = opened(place.database, place.clock, trustees=1)
    second = place.second()
    freshly(place)
    base = f"/office/officers/{place.registrar.id}"
    place.browser.post(f"{base}/roles", {"role": "registrar", **WHY}, status=409)
    place.browser.post(f"/office/officers/{hall.trustees[0].id}/roles", {"role": "secretary", **WHY}, status=409)
    place.browser.post(f"{base}/reinstate", WHY, status=409)
    place.browser.post("/office/officers", {**SOCK, "email": "one@ambora.example"}, status=409)
    place.browser.post("/office/officers", {**SOCK, "roles": ["scrutineer", "registrar"]}, status=409)
    assert place.waiting() == []
    number = place.ask("a role of one's own")
    place.browser.post(f"/office/officers/{place.administrator.id}/roles", {"role": "auditor", **WHY})
    with place.database.unit_of_work(SYSTEM, place.clock.now()) as work:
        given = OfficerRole(officer_id=place.administrator.id, role="secretary", from_at=work.now)
        work.session.add(given)
    second.post(f"/office/officers/changes/{number}/confirm", status=409)
    assert number in place.waiting()


def test_the_page_says_whether_there_is_a_second_administrator(place: Place) -> None:
    meeting = written(place.database, place.clock)

    def sentences() -> str:
        return place.browser.get("/office/officers").text

    alone = "There is one administrator."
    assert alone in sentences()
    opened(place.database, place.clock)
    freshly(place)
    assert "A vote is under way and there is no second administrator." in sentences()
    secretary = a_browser(place.app)
    other = an_officer(place.database, place.clock.now(), Role.SECRETARY, email="nadia@ambora.example")
    sign_in(secretary, other, place.clock)
    assert alone in secretary.get(f"/office/assemblies/{meeting.id}").text
    place.second()
    assert "no second administrator" not in sentences()
    assert alone not in secretary.get(f"/office/assemblies/{meeting.id}").text


def test_ending_and_suspending_happen_at_once(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    base = f"/office/officers/{place.registrar.id}"
    place.browser.post(f"{base}/roles/registrar/end", {"reason": "took the files home"})
    place.browser.post(f"{base}/suspend", {"reason": "took the files home"})
    with place.database.read_only(SYSTEM, place.clock.now()) as work:
        row = find_officer(work.session, place.registrar.id, work.now)
    assert row is not None
    assert not row.roles
    assert row.suspended_at is not None
    assert place.waiting() == []


def test_the_database_refuses_one_name_in_both_places(place: Place) -> None:
    opened(place.database, place.clock)
    freshly(place)
    number = place.ask()
    forged = text("UPDATE access_change SET settled_at = asked_at, settled_by = asked_by, outcome = 'confirmed'")
    with pytest.raises(IntegrityError), place.database.engine.begin() as connection:
        connection.execute(forged)
    with place.database.engine.connect() as connection:
        assert connection.scalar(select(AccessChange.settled_at).where(AccessChange.id == number)) is None


def test_what_the_operator_of_the_server_gives_is_named_by_the_check(
    place: Place, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    opened(place.database, place.clock)
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    monkeypatch.setenv("LOGNAME", "root-at-the-server")
    invite = ["accounts", "invite", "bart@ambora.example", "--name", "Bart", "--role", "registrar"]
    assert CliRunner().invoke(govapp, invite).exit_code == 0
    checked = CliRunner().invoke(govapp, ["accounts", "check"])
    # The officers of the factory were made without a command line, and are no sign of anything.
    (role,) = [each for each in checked.output.splitlines() if "the role registrar" in each and "root-at" in each]
    (invited,) = [each for each in checked.output.splitlines() if "an invitation" in each]
    assert "root-at-the-server gave officer:" in role
    assert "root-at-the-server gave officer:" in invited
