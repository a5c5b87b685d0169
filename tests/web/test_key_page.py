"""The page of a member of a key group: what the member is told, what is taken in, and who is shown the door."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from govapp.ballots.rules import PaperState
from govapp.ballots.service import ceremony_state
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, Role
from govapp.kernel.clock import FixedClock
from pybelenios.ceremony import read_certificate_message, read_contribution, read_promise
from pybelenios.jsontext import compact
from pybelenios.trustees import make_trustee_key
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.ballots import AGAINST, FOR, Hall, decision, prepared
from tests.factories.keys import KeyHolders
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Two:
    """Two members of one group, of whom both are needed, with a browser each, and a scrutineer who is no member."""

    hall: Hall
    people: list[Actor]
    browsers: list[PageClient]
    stranger: PageClient

    @property
    def keys(self) -> KeyHolders:
        """Return the members as they make their keys."""
        assert self.hall.group is not None
        return self.hall.group

    @property
    def path(self) -> str:
        """Return the address of the page."""
        return f"/office/keys/{self.keys.uuid}"

    def state(self, member: int = 0) -> dict[str, Any]:
        """Return what a member's page is told."""
        return dict(self.browsers[member].download(f"{self.path}/state").get_json())

    def say(self, member: int, turn: str, message: str, status: int = 200) -> None:
        """Hand in a line as a member's own program made it."""
        self.browsers[member].post(f"{self.path}/{turn}", {"message": message}, status=status)


@pytest.fixture
def two(app: Flask, database: Database, clock: FixedClock) -> Two:
    officers = [
        an_officer(database, clock.now(), Role.SCRUTINEER, email=f"{name}@mail.example", name=name)
        for name in ("an", "bo", "cis")
    ]
    hall = prepared(database, clock, questions=(decision(),), key_holders=(officers[0].id, officers[1].id), needed=2)
    browsers = []
    for officer in officers:
        browsers.append(a_browser(app))
        let_in(browsers[-1], officer, clock)
    return Two(hall, hall.trustees, browsers[:2], browsers[2])


def facts_of(two: Two, member: int = 0) -> dict[str, Any]:
    """Return what the page gives its script."""
    page = two.browsers[member].get(two.path)
    return dict(json.loads(page.one("div", id="keys").get("data-facts") or ""))


def test_the_page_tells_its_script_whose_key_of_what_it_is(two: Two) -> None:
    facts = facts_of(two, 1)
    assert facts["labels"] == {
        "cooperative": "Ambora",
        "assembly": "General assembly (en)",
        "holder": two.people[1].name,
        "group": two.keys.uuid,
        "member": 2,
        "size": 2,
        "needed": 2,
        "made_on": "2026-06-01",
    }
    assert facts["file"] == "govapp-key-ambora-general-assembly-en-sofie-claes-2-of-2-2026-06-01.json"


def test_nobody_but_a_member_sees_anything_of_it(two: Two) -> None:
    assert "data-facts" not in two.stranger.get(two.path).html, "the page of the ballot paper says how the keys stand"
    two.stranger.get(f"{two.path}/state", status=403)
    two.stranger.get(f"{two.path}/certificates.txt", status=403)
    two.browsers[0].get("/office/keys/nothing", status=404)


def test_what_a_member_says_is_shown_once_all_have_said_it(two: Two) -> None:
    assert two.state()["step"] == "make"
    two.say(0, "certificate", two.keys.certificate_of(two.people[0]))
    first = two.state()
    assert (first["step"], first["certificates"], first["promises"]) == ("wait", [], [])
    assert [each["certificate"] for each in first["members"]] == [True, False]
    two.say(1, "certificate", two.keys.certificate_of(two.people[1]))
    second = two.state()
    assert (second["step"], second["promises"], len(second["certificates"])) == ("promise", [], 2)
    two.say(0, "promise", two.keys.promise_of(two.people[0]))
    assert (two.state()["step"], two.state(1)["promises"]) == ("wait", [])
    two.say(1, "promise", two.keys.promise_of(two.people[1]))
    third = two.state()
    assert (third["step"], third["promises"], third["contributions"]) == ("contribute", two.keys.promises(), [])
    two.say(0, "contribution", two.keys.contribution_of(two.people[0]))
    assert two.state(1)["contributions"] == []
    two.say(1, "contribution", two.keys.contribution_of(two.people[1]))
    seen = [two.state(member)["contributions"] for member in (0, 1)]
    assert [list(each) for each in seen[0]] == [["coefexps", "signature", "secret"]] * 2
    assert seen[0][0]["secret"] != seen[1][0]["secret"]


def test_a_key_is_made_tested_and_asked_for_at_the_count(two: Two) -> None:
    keys, hall = two.keys, two.hall
    for turn in ("certificate", "promise", "contribution", "share"):
        for member, person in enumerate(two.people):
            two.say(member, turn, getattr(keys, f"{turn}_of")(person))
    state = two.state()
    assert (state["step"], state["drill"]["occasion"]) == ("test", "opening")
    assert state["public_key"]
    assert state["election_key"] == two.state(1)["election_key"]
    assert state["private_key"] != two.state(1)["private_key"]
    for member, person in enumerate(two.people):
        two.say(member, "drill", keys.answer_of(person))
    assert two.state()["step"] == "done"
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    hall.vote(1, AGAINST)
    hall.close()
    assert hall.paper().state is PaperState.CLOSED
    with hall.database.read_only(two.people[0], hall.clock.now()) as work:
        (paper,) = ceremony_state(work.session, keys.uuid, two.people[0].id or 0)["papers"]
    assert paper == {"uuid": hall.uuid, "state": "closed", "to_open": True}


def test_what_does_not_fit_is_refused_with_its_code_and_the_state_is_as_before(two: Two) -> None:
    early = [(turn, 409) for turn in ("promise", "contribution", "share", "drill")]
    for turn, status in (("certificate", 422), *early, ("song", 404)):
        two.say(0, turn, "{}", status=status)
    answer = two.browsers[0].raw.post(
        f"{two.path}/certificate", data={"message": "{}"} | token_of(two), headers={"Accept": "application/json"}
    )
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "key_message_unfit"
    assert two.state()["step"] == "make"


def test_a_key_of_one_vote_alone_is_not_taken_in(two: Two) -> None:
    """It would stand in the place of the member's own, and the count could not be opened with either."""
    part = compact(make_trustee_key().public.to_json()).decode()
    two.browsers[0].post(f"/office/papers/{two.hall.uuid}/key", {"public_part": part}, status=409)
    assert f"{two.path}/state" in two.browsers[0].get(f"/office/papers/{two.hall.uuid}/key").html
    assert two.state()["public_key"] == ""


def test_a_script_gets_the_new_state(two: Two) -> None:
    message = two.keys.certificate_of(two.people[0])
    answer = two.browsers[0].raw.post(
        f"{two.path}/certificate", data={"message": message} | token_of(two), headers={"Accept": "application/json"}
    )
    assert answer.get_json() == two.state()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_of_ones_own_gets_one_message_a_line(two: Two) -> None:
    two.keys.begin()
    two.keys.promise()
    two.keys.contribute()
    for kind, read in (("certificates", read_certificate_message), ("contributions", read_contribution)):
        lines = two.browsers[0].download(f"{two.path}/{kind}.txt").get_data().splitlines()
        assert [read(line) for line in lines] == getattr(two.keys, kind)()
    promises = two.browsers[0].download(f"{two.path}/promises.txt").get_data().splitlines()
    assert [read_promise(line) for line in promises] == two.state()["promises"] == two.keys.promises()
    two.browsers[0].get(f"{two.path}/shares.txt", status=404)


def test_a_member_who_lost_the_key_begins_anew_and_the_others_go_on(two: Two) -> None:
    two.keys.begin()
    assert f"{two.path}/anew" in two.browsers[0].get(two.path).html
    two.browsers[0].post(f"{two.path}/anew", {})
    assert [(two.state(member)["attempt"], two.state(member)["step"]) for member in (0, 1)] == [
        (1, "make"),
        (1, "wait"),
    ]
    assert f"{two.path}/anew" not in two.browsers[0].get(two.path).html


def test_whose_keys_a_new_version_puts_together_anew_is_told_why(two: Two) -> None:
    assert 'id="renewed"' not in two.browsers[0].get(two.path).html
    with two.hall.database.engine.begin() as connection:  # as the upgrade does
        connection.execute(text("UPDATE key_group SET attempt = 1"))
    assert 'id="renewed"' in two.browsers[0].get(two.path).html
    two.browsers[1].post(f"{two.path}/anew", {})
    assert 'id="renewed"' not in two.browsers[0].get(two.path).html


def token_of(two: Two) -> dict[str, str]:
    """Return the token that the page gives its script."""
    return {"csrf_token": two.browsers[0].get(two.path).one("div", id="keys").get("data-token") or ""}
