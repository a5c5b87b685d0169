"""Links and sign-in under pressure: many at once, at the very second, and on both databases."""

import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from govapp.accounts import phone, queries
from govapp.accounts.cli import accounts
from govapp.accounts.models import Link, LinkUse, SignInAttempts
from govapp.accounts.refusals import LinkClosed, LinkUnknown, OfficerExists
from govapp.accounts.rules import ATTEMPT_MEMORY, WRONG_ATTEMPTS_PER_ACCOUNT, WRONG_ATTEMPTS_PER_ADDRESS
from govapp.accounts.service import (
    AttemptResult,
    EnterByLink,
    InviteOfficer,
    IssueLink,
    LinkPurpose,
    SettleCode,
    SettlePassword,
    choose_language,
    enter_by_link,
    invite_officer,
    issue_links,
    link_url,
    revoke_links,
    send_link,
    settle_code,
    settle_password,
    unlock,
)
from govapp.audit import journal
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.models import OutboxMessage
from tests.factories.accounts import KEY, PHONE_SECRET, a_link, an_officer
from tests.factories.settings import OWN_NAMES

EMAIL = "s.claes@ambora.example"


def at_once(*tasks: object) -> None:
    barrier = threading.Barrier(len(tasks))

    def run(task: object) -> None:
        barrier.wait()
        assert callable(task)
        task()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def an_issue(number: int, clock: FixedClock) -> IssueLink:
    return IssueLink(
        LinkPurpose.VOTE,
        SubjectRef.to("holder", number),
        f"Holder {number}",
        Language.NL,
        f"Holder{number}@Ambora.example",
        "/vote/1",
        clock.now() + timedelta(days=15),
    )


def test_links_in_bulk_keep_the_order_of_the_people(database: Database, clock: FixedClock) -> None:
    a_link(database, clock.now())
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        numbers = issue_links(work, [an_issue(number, clock) for number in range(1500)])
        found = dict(work.session.execute(select(Link.id, Link.subject_ref)).all())
        lines = journal.get_head(work.session)[0]
        address = link_url(work.session, numbers[7], "https://vote.ambora.example")
    assert [found[number] for number in numbers] == [f"holder:{number}" for number in range(1500)]
    assert lines == 2, "one line of the journal for the whole batch"
    assert address.startswith("https://vote.ambora.example/in/")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        assert issue_links(work, []) == []


def test_a_link_that_leads_off_the_site_is_never_issued(database: Database, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="not a path of this site"):
        a_link(database, clock.now(), next_path="//evil.example")


def test_two_taps_on_one_device_are_one_use(database: Database, clock: FixedClock) -> None:
    token = a_link(database, clock.now()).removeprefix("/in/")
    outcomes: list[str] = []

    def tap() -> None:
        try:
            database.transact(SYSTEM, clock, lambda work: enter_by_link(work, EnterByLink(token, "d" * 64)))
            outcomes.append("in")
        except LinkClosed:
            outcomes.append("closed")

    at_once(*[tap] * 4)
    with database.read_only(SYSTEM, clock.now()) as work:
        uses = work.session.scalar(select(func.count()).select_from(LinkUse))
    assert outcomes == ["in"] * 4
    assert uses == 1


def test_a_link_of_the_demo_opens_nothing_elsewhere(database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.SECRETARY)
    path = a_link(database, clock.now(), subject_ref=f"officer:{officer.id}", purpose=LinkPurpose.DEMO)
    command = EnterByLink(path.removeprefix("/in/"), "d" * 64)
    with pytest.raises(LinkUnknown), database.unit_of_work(SYSTEM, clock.now()) as work:
        enter_by_link(work, command)


def test_many_requests_for_a_link_send_one_mail(database: Database, clock: FixedClock) -> None:
    a_link(database, clock.now(), subject_ref="holder:1")
    clock.advance(timedelta(minutes=5))
    answers: list[bool] = []

    def ask() -> None:
        answers.append(database.transact(SYSTEM, clock, lambda work: send_link(work, an_issue(1, clock))))

    at_once(*[ask] * 4)
    with database.read_only(SYSTEM, clock.now()) as work:
        mails = work.session.scalar(select(func.count()).select_from(OutboxMessage))
        live = work.session.scalar(select(func.count()).select_from(Link).where(Link.revoked_at.is_(None)))
    assert sorted(answers) == [False, False, False, True]
    assert (mails, live) == (1, 1)


def test_revoking_reaches_expired_links_too_and_no_other_person(database: Database, clock: FixedClock) -> None:
    a_link(database, clock.now(), lifetime=timedelta(0))
    a_link(database, clock.now(), purpose=LinkPurpose.SIGN_IN)
    a_link(database, clock.now(), subject_ref="holder:13")
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        assert revoke_links(work, SubjectRef("holder:12"), purpose=LinkPurpose.VOTE) == 1
        assert revoke_links(work, SubjectRef("holder:12"), reason="address was wrong") == 1
        assert revoke_links(work, SubjectRef("holder:12")) == 0


def wrong(database: Database, clock: FixedClock, email: str = EMAIL, address: str = "192.0.2.1") -> AttemptResult:
    command = SettlePassword(email, address, is_right=False)
    return database.transact(SYSTEM, clock, lambda work: settle_password(work, command)).result


def test_wrong_attempts_at_the_same_moment_are_all_counted(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    verdicts: list[AttemptResult] = []
    at_once(*[lambda: verdicts.append(wrong(database, clock))] * 8)
    assert verdicts.count(AttemptResult.WRONG) == WRONG_ATTEMPTS_PER_ACCOUNT - 1
    assert verdicts.count(AttemptResult.LOCKED) == 8 - (WRONG_ATTEMPTS_PER_ACCOUNT - 1)


def test_a_right_password_that_was_checked_before_the_lock_fell_is_refused_all_the_same(
    database: Database, clock: FixedClock
) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    for _ in range(WRONG_ATTEMPTS_PER_ACCOUNT):
        wrong(database, clock)
    right = SettlePassword(EMAIL, "192.0.2.1", is_right=True)
    assert database.transact(SYSTEM, clock, lambda work: settle_password(work, right)).result is AttemptResult.LOCKED


def test_an_address_that_tries_many_accounts_is_closed(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    for number in range(WRONG_ATTEMPTS_PER_ADDRESS):
        last = wrong(database, clock, f"nobody{number}@ambora.example")
    assert last is AttemptResult.LOCKED
    right = SettlePassword(EMAIL, "192.0.2.1", is_right=True)
    elsewhere = SettlePassword(EMAIL, "198.51.100.7", is_right=True)
    assert database.transact(SYSTEM, clock, lambda work: settle_password(work, right)).result is AttemptResult.LOCKED
    assert (
        database.transact(SYSTEM, clock, lambda work: settle_password(work, elsewhere)).result is AttemptResult.PASSED
    )


def test_one_code_lets_one_of_two_in(database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    command = SettleCode(officer.id, "192.0.2.1", phone.code_at(PHONE_SECRET, clock.now()))
    verdicts: list[AttemptResult] = []

    def use() -> None:
        verdicts.append(database.transact(SYSTEM, clock, lambda work: settle_code(work, command)).result)

    at_once(use, use)
    assert sorted(verdicts) == [AttemptResult.PASSED, AttemptResult.WRONG]


def test_unlocking_forgets_the_wrong_attempts(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.REGISTRAR)
    for _ in range(WRONG_ATTEMPTS_PER_ACCOUNT):
        wrong(database, clock)
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        assert unlock(work, EMAIL)
        assert not unlock(work, EMAIL)
        scopes = list(work.session.scalars(select(SignInAttempts.scope)))
    assert [scope.partition(":")[0] for scope in scopes] == ["address"]


def test_wrong_attempts_that_no_longer_count_are_not_kept(database: Database, clock: FixedClock) -> None:
    for number in range(10):
        wrong(database, clock, f"nobody{number}@ambora.example", address=f"192.0.2.{number}")
    clock.advance(ATTEMPT_MEMORY)
    wrong(database, clock)
    with database.read_only(SYSTEM, clock.now()) as work:
        assert work.session.scalar(select(func.count()).select_from(SignInAttempts)) == 2


def test_a_lock_outlives_what_is_swept_away(database: Database, clock: FixedClock) -> None:
    for _ in range(WRONG_ATTEMPTS_PER_ACCOUNT):
        wrong(database, clock)
    clock.advance(ATTEMPT_MEMORY - timedelta(seconds=1))
    wrong(database, clock, "nobody@ambora.example")
    assert wrong(database, clock) is AttemptResult.LOCKED


def test_the_same_address_invited_twice_at_once_is_one_officer(database: Database, clock: FixedClock) -> None:
    an_officer(database, clock.now(), Role.ADMINISTRATOR)
    command = InviteOfficer("bart@ambora.example", "Bart", Language.NL, frozenset({Role.REGISTRAR}))
    outcomes: list[str] = []

    def invite() -> None:
        try:
            database.transact(SYSTEM, clock, lambda work: invite_officer(work, command))
            outcomes.append("invited")
        except OfficerExists:
            outcomes.append("exists")

    at_once(invite, invite)
    assert sorted(outcomes) == ["exists", "invited"]


def test_the_language_an_officer_chooses_is_written_down_once(database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.REGISTRAR)
    for _ in range(2):
        with database.unit_of_work(SYSTEM, clock.now()) as work:
            choose_language(work, officer.id, Language.DE)
    with database.read_only(SYSTEM, clock.now()) as work:
        kept = queries.find_officer(work.session, officer.id, clock.now())
        tags = list(work.session.scalars(select(JournalEntryRecord.tag)))
    assert kept is not None
    assert kept.language is Language.DE
    assert tags.count("officer:language_chosen") == 1


def test_the_commands_invite_list_and_unlock(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    monkeypatch.setenv("GOVAPP_BASE_URL", "https://vote.ambora.example")
    for name, value in OWN_NAMES.items():
        monkeypatch.setenv(f"GOVAPP_{name.upper()}", value)
    run = CliRunner()
    arguments = ["invite", "bart@ambora.example", "--name", "Bart", "--role", "registrar", "--print-link"]
    invited = run.invoke(accounts, arguments)
    assert invited.exit_code == 0
    assert "https://vote.ambora.example/in/" in invited.output
    assert isinstance(run.invoke(accounts, arguments).exception, OfficerExists)
    listed = run.invoke(accounts, ["list"])
    assert "bart@ambora.example" in listed.output
    assert listed.output.rstrip().endswith("registrar invited")
    assert '"roles": ["registrar"]' in run.invoke(accounts, ["list", "--json"]).output
    assert run.invoke(accounts, ["unlock", "bart@ambora.example"]).output == "sign-in was open already\n"
