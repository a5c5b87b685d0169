"""An address or a representative that was recorded after the list was frozen opens no ballot by itself."""

import pytest
from flask import Flask

from govapp.accounts.rules import LinkPurpose
from govapp.assembly.votes.queries.standing import find_standing
from govapp.ballots import service
from govapp.ballots.rules.refusals import AddressNotConfirmed
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.models import OutboxMessage
from govapp.shares.ledger.service import SetEmail, SetRepresentative, set_email, set_representative
from govapp.shares.rolls.queries import get_roll, list_changes, list_roll_entries, with_addresses_of_today
from govapp.shares.rolls.rules.changes import ChangedFact
from govapp.shares.rolls.rules.refusals import ChangeNotFound, SecondPersonNeeded
from govapp.shares.rolls.service import ConfirmChange, confirm_change
from tests.factories.accounts import a_browser, a_link, officer_browser
from tests.factories.assembly import BALLOTS, FOR, written
from tests.factories.ballots import SECRETARY, Hall, decision, opened
from tests.factories.shares import REGISTRAR

THIEF = "thief@mail.example"


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=(decision(),), represents=True)


def give_address(hall: Hall, voter: int, address: str) -> None:
    """Do what a registrar can do alone."""
    with hall.act(REGISTRAR) as work:
        set_email(work, SetEmail(hall.voters[voter], address))


def changes(hall: Hall) -> list[tuple[ChangedFact, int, str]]:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        rows = list_changes(work.session, get_roll(work.session, hall.roll_id))
    return [(row.change.fact, row.change.fact_id, row.change.confirmed_by_name) for row in rows]


def confirm(hall: Hall, actor: Actor = SECRETARY) -> None:
    fact, fact_id, _ = changes(hall)[-1]
    with hall.act(actor) as work:
        confirm_change(work, ConfirmChange(hall.roll_id, fact, fact_id))


def addresses(hall: Hall) -> list[str | None]:
    """Return where letters go now, in the order of the list."""
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        entries = with_addresses_of_today(work.session, list_roll_entries(work.session, hall.roll_id))
    return [entry.email for entry in entries]


def test_a_registrar_who_writes_his_own_address_for_somebody_cannot_vote(hall: Hall, app: Flask) -> None:
    give_address(hall, 1, THIEF)
    with pytest.raises(AddressNotConfirmed):
        hall.vote(1, FOR)
    client = a_browser(app)
    link = a_link(
        hall.database,
        hall.clock.now(),
        subject_ref=f"holder:{hall.voters[1]}",
        purpose=LinkPurpose.SIGN_IN,
        email=THIEF,
    )
    client.post(link)
    refused = client.raw.get(f"/vote/{hall.uuid}/credential", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "address_not_confirmed")
    assert hall.paper().ballots == 0
    assert [(fact, name) for fact, _, name in changes(hall)] == [(ChangedFact.EMAIL, "")]


def test_withdrawing_the_address_again_hides_nothing(hall: Hall) -> None:
    give_address(hall, 1, THIEF)
    give_address(hall, 1, "")
    assert [fact for fact, _, _ in changes(hall)] == [ChangedFact.EMAIL] * 2
    with pytest.raises(AddressNotConfirmed):
        hall.vote(1, FOR)


def test_whoever_recorded_a_change_cannot_confirm_it_and_a_second_person_can(hall: Hall) -> None:
    give_address(hall, 1, "new@mail.example")
    with pytest.raises(SecondPersonNeeded):
        confirm(hall, REGISTRAR)
    confirm(hall)
    confirm(hall)
    assert [name for _, _, name in changes(hall)] == [SECRETARY.name]
    assert hall.vote(1, FOR).is_new


def test_an_address_that_is_put_back_as_it_was_on_the_list_waits_for_nobody(
    hall: Hall, app: Flask, database: Database, clock: FixedClock
) -> None:
    before = addresses(hall)
    give_address(hall, 1, THIEF)
    give_address(hall, 1, str(before[1]))
    assert (addresses(hall), hall.vote(1, FOR).is_new) == (before, True)
    # Nobody is asked to confirm the thief's address, which is not the last one.
    page = officer_browser(app, database, clock, Role.SECRETARY).get(f"/office/rolls/{hall.roll_id}")
    assert not [form for form in page.all("form") if "/changes/" in form.get("action", "")]


@pytest.mark.parametrize("counted", [False, True])
def test_a_registrar_who_lets_himself_in_sees_no_receipt_and_no_hour(hall: Hall, app: Flask, counted: bool) -> None:
    receipt = hall.vote(1, FOR)
    if counted:
        hall.close()
    give_address(hall, 1, THIEF)
    client = a_browser(app)
    holder = f"holder:{hall.voters[1]}"
    link = a_link(hall.database, hall.clock.now(), subject_ref=holder, purpose=LinkPurpose.SIGN_IN, email=THIEF)
    client.post(link)
    path = f"/vote/{hall.uuid}/receipt/{receipt.tracker.replace('/', '_').replace('+', '-')}"
    for address in (path, f"/vote/{hall.uuid}/used", f"/vote/{hall.uuid}"):
        client.get(address, status=409)
    client.download(f"{path}/file", status=409)
    mine = client.get("/vote")
    assert receipt.tracker[:8] not in mine.text and not [a for a in mine.all("a") if "/receipt/" in a.get("href", "")]
    confirm(hall)
    client.get(path)


def test_another_change_after_the_confirmation_waits_again(hall: Hall) -> None:
    give_address(hall, 1, "new@mail.example")
    confirm(hall)
    give_address(hall, 1, THIEF)
    with pytest.raises(AddressNotConfirmed):
        hall.vote(1, FOR)


def test_a_change_that_is_none_of_this_list_is_not_confirmed(hall: Hall) -> None:
    with hall.act(SECRETARY) as work, pytest.raises(ChangeNotFound):
        confirm_change(work, ConfirmChange(hall.roll_id, ChangedFact.EMAIL, 1))


def test_letters_go_to_the_old_address_no_more_and_to_the_new_one_when_it_is_confirmed(hall: Hall) -> None:
    before = addresses(hall)
    give_address(hall, 1, "new@mail.example")
    assert addresses(hall) == [None if place == 1 else address for place, address in enumerate(before)]
    confirm(hall)
    assert addresses(hall) == ["new@mail.example" if place == 1 else each for place, each in enumerate(before)]


def test_the_old_mailbox_is_told(hall: Hall, database: Database) -> None:
    old = addresses(hall)[1]
    give_address(hall, 1, THIEF)
    with database.read_only(SECRETARY, hall.clock.now()) as work:
        (told,) = work.session.query(OutboxMessage).filter_by(template="address_changed")
    assert (told.to_address, told.subject_ref) == (old, SubjectRef.to("holder", hall.voters[1]))
    assert THIEF not in str(told.facts)


def test_a_registrar_who_names_a_friend_to_represent_a_company_cannot_let_him_vote(hall: Hall) -> None:
    company, friend = hall.voters[-1], hall.voters[2]
    with hall.act(REGISTRAR) as work:
        set_representative(work, SetRepresentative(company, friend, work.today))
    right = hall.right(2, number=_number(hall, company))
    body = hall.ballot(len(hall.voters) - 1, FOR)
    actor = Actor(ActorKind.SHAREHOLDER, friend, "A friend")

    with pytest.raises(AddressNotConfirmed):
        service.receive_ballot(hall.database, actor, hall.clock.now(), right, body)
    confirm(hall)
    assert service.receive_ballot(hall.database, actor, hall.clock.now(), right, body).is_new


def test_the_page_of_the_list_names_the_change_and_offers_it_to_others_only(
    hall: Hall, app: Flask, database: Database, clock: FixedClock
) -> None:
    give_address(hall, 1, "new@mail.example")
    fact, fact_id, _ = changes(hall)[0]
    action = f"/office/rolls/{hall.roll_id}/changes/{fact}/{fact_id}/confirm"
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    assert secretary.get(f"/office/rolls/{hall.roll_id}").all("form", action=action)
    page = secretary.post(action)
    assert not page.all("form", action=action)
    secretary.post(f"/office/rolls/{hall.roll_id}/changes/name/{fact_id}/confirm", status=404)


def _number(hall: Hall, holder: int) -> int:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        entries = list_roll_entries(work.session, hall.roll_id)
    return next(entry.number for entry in entries if entry.holder_id == holder)


def test_the_run_sheet_counts_them_and_who_of_them_voted(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    hall = meeting.hall()
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    anchor = f"/office/rolls/{hall.roll_id}#changes"
    assert not secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=anchor)
    give_address(hall, 1, "new@mail.example")
    confirm(hall)
    give_address(hall, 2, THIEF)
    hall.vote(1, *BALLOTS[0])
    assert secretary.get(f"/office/assemblies/{meeting.id}").all("a", href=anchor)
    with database.read_only(SECRETARY, clock.now()) as work:
        standing = find_standing(work.session, meeting.vote_row(), work.now)
    assert standing is not None
    assert (standing.changed.people, standing.changed.waiting, standing.changed.voted) == (2, 1, 1)
