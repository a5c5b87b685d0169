"""One person, several voting rights: her own and that of the company she represents; on both databases."""

from datetime import timedelta

import pytest

from govapp.ballots import queries, service
from govapp.ballots.rules.refusals import CredentialMismatch, NotYourRight, ReceiptNotFound
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.service import SetRepresentative, set_representative
from govapp.shares.people.rules.days import day_of
from govapp.shares.rolls.queries import get_roll, list_changes
from govapp.shares.rolls.service import ConfirmChange, confirm_change
from tests.factories.accounts import ZONE
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened
from tests.factories.shares import REGISTRAR


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, voters=2, questions=(decision(),), represents=True)


def company_number(hall: Hall) -> int:
    return hall.right(2).number


def test_one_person_votes_for_herself_and_for_the_company_each_with_its_own_code(hall: Hall) -> None:
    own, company = hall.right(0), hall.right(0, company_number(hall))
    assert company.entry.name == "Peeters & Zonen bv"
    for right, body in ((own, hall.ballot(0, FOR)), (company, hall.ballot(2, AGAINST))):
        service.receive_ballot(hall.database, hall.actor(0), hall.clock.now(), right, body)
    with hall.database.read_only(hall.actor(0), hall.clock.now()) as work:
        for right in (own, company):
            assert queries.has_voted(work.session, right.paper_id, right.entry.entry_id)
        listed = service.list_papers_and_rights(work.session, hall.actor(0), hall.clock.now())
    assert [(paper.uuid, right.number) for paper, right in listed] == [
        (hall.uuid, own.number),
        (hall.uuid, company.number),
    ]
    hall.close()
    assert hall.paper().result == ((1, 1, 0),)


def test_a_ballot_for_the_company_does_not_go_in_with_the_own_code(hall: Hall) -> None:
    company = hall.right(0, company_number(hall))
    with pytest.raises(CredentialMismatch):
        service.receive_ballot(hall.database, hall.actor(0), hall.clock.now(), company, hall.ballot(0, FOR))


def test_nobody_votes_for_a_company_that_he_does_not_represent(hall: Hall) -> None:
    company = hall.right(0, company_number(hall))
    with pytest.raises(NotYourRight):
        hall.right(1, company_number(hall))
    with pytest.raises(NotYourRight):
        service.receive_ballot(hall.database, hall.actor(1), hall.clock.now(), company, hall.ballot(2, FOR))
    assert hall.paper().ballots == 0


def test_the_link_of_the_company_and_its_representative_use_the_same_right(hall: Hall) -> None:
    number = company_number(hall)
    hall.vote(2, FOR)
    hall.clock.advance(timedelta(minutes=1))
    again = service.receive_ballot(
        hall.database, hall.actor(0), hall.clock.now(), hall.right(0, number), hall.ballot(2, AGAINST)
    )
    assert again.previous_at == hall.clock.now() - timedelta(minutes=1)
    hall.close()
    assert hall.paper().result == (AGAINST,)


def test_who_represents_the_company_during_the_vote_votes_for_it_whoever_did_when_the_roll_was_frozen(
    hall: Hall,
) -> None:
    number, late = company_number(hall), hall.right(0, company_number(hall))
    with hall.act(REGISTRAR) as work:
        change = SetRepresentative(hall.voters[2], hall.voters[1], day_of(hall.clock.now(), ZONE))
        set_representative(work, change)
    hall.clock.advance(timedelta(minutes=1))
    with pytest.raises(NotYourRight):
        hall.right(0, number)
    hall.clock.advance(timedelta(minutes=1))
    body, right = hall.ballot(2, FOR), hall.right(1, number)
    with hall.act(SECRETARY) as work:
        (change_row,) = list_changes(work.session, get_roll(work.session, hall.roll_id))
        confirm_change(work, ConfirmChange(hall.roll_id, change_row.change.fact, change_row.change.fact_id))
    service.receive_ballot(hall.database, hall.actor(1), hall.clock.now(), right, body)
    assert hall.paper().ballots == 1
    assert late.right.representatives[-1].value == hall.voters[0], "what was read earlier stays what it was"


def test_the_representative_finds_the_receipt_of_the_company_and_nobody_else_does(hall: Hall) -> None:
    sent = hall.vote(2, FOR)
    with hall.database.read_only(hall.actor(0), hall.clock.now()) as work:
        own = service.get_own_ballot(work.session, hall.uuid, hall.actor(0), hall.clock.now(), sent.tracker)
        assert own.right.number == hall.right(2).number
        with pytest.raises(ReceiptNotFound):
            service.get_own_ballot(work.session, hall.uuid, hall.actor(1), hall.clock.now(), sent.tracker)
    with hall.act(hall.actor(0)) as work:
        assert service.mail_receipt(work, hall.uuid, sent.tracker) == "zonen@mail.example"
