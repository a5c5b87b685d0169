"""A mail that did not arrive goes, when it is tried again, to the address of today."""

import pytest
from sqlalchemy import select, update

from govapp.accounts.models import Link
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.outbox.service import LetterOutdated, NoAddressToday, try_again
from govapp.shares.ledger.service import SetEmail, set_email
from govapp.shares.register.service import send_sign_in_links
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.rules.changes import ChangedFact
from govapp.shares.rolls.service import ConfirmChange, confirm_change
from govapp.web.app import DECLARATIONS
from tests.factories.assembly import BALLOTS, NADIA, Meeting, written
from tests.factories.shares import REGISTRAR


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly whose voting is open."""
    found = written(database, clock)
    found.lock()
    found.open()
    return found


def fail(meeting: Meeting, template: str = "invitation") -> OutboxMessage:
    """Let the first mail of a kind be refused for good, and return it."""
    with meeting.database.unit_of_work(SYSTEM, meeting.clock.now()) as work:
        found = work.session.scalars(
            select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id)
        ).first()
        assert found is not None
        work.session.execute(update(OutboxMessage).where(OutboxMessage.id == found.id).values(state="dead"))
    return found


def correct(meeting: Meeting, address: str, *, confirmed: bool = True) -> None:
    """Write another address in the register for the first voter, and let a second officer confirm it."""
    with meeting.database.unit_of_work(REGISTRAR, meeting.clock.now()) as work:
        set_email(work, SetEmail(meeting.voters[0], address))
    if not confirmed:
        return
    with meeting.at() as work:
        roll = rolls.get_roll(work.session, meeting.vote_row().frozen_roll_id)
        (waiting,) = [row for row in rolls.list_changes(work.session, roll) if row.is_waiting]
        confirm_change(work, ConfirmChange(roll.id, ChangedFact.EMAIL, waiting.change.fact_id))


def again(meeting: Meeting, message: OutboxMessage) -> OutboxMessage:
    """Try a mail again and return it as it stands."""
    with meeting.at() as work:
        try_again(work, message.id, DECLARATIONS.find_reader)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return work.session.get_one(OutboxMessage, message.id)


def test_an_invitation_goes_to_the_corrected_address_with_a_link_that_works(meeting: Meeting) -> None:
    failed = fail(meeting)
    correct(meeting, "right@mail.example")
    found = again(meeting, failed)
    assert (found.state, found.to_address) == ("waiting", "right@mail.example")
    assert found.link_id != failed.link_id
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        link = work.session.get_one(Link, found.link_id)
        old = work.session.get_one(Link, failed.link_id)
    assert (link.email, link.next_path, link.expires_at) == ("right@mail.example", old.next_path, old.expires_at)
    assert link.revoked_at is None
    assert old.revoked_at is not None


def test_without_a_correction_it_goes_where_it_went_with_the_link_it_had(meeting: Meeting) -> None:
    failed = fail(meeting)
    found = again(meeting, failed)
    assert (found.to_address, found.link_id) == (failed.to_address, failed.link_id)


@pytest.mark.parametrize("address", ["waits@mail.example", ""])
def test_an_address_that_waits_for_a_second_officer_or_was_taken_out_gets_nothing(
    meeting: Meeting, address: str
) -> None:
    failed = fail(meeting)
    correct(meeting, address, confirmed=False)
    with pytest.raises(NoAddressToday):
        again(meeting, failed)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert work.session.get_one(OutboxMessage, failed.id).state == "dead"


def test_an_invitation_is_not_sent_when_voting_has_closed(meeting: Meeting) -> None:
    failed = fail(meeting)
    meeting.close()
    with pytest.raises(LetterOutdated):
        again(meeting, failed)


def test_the_result_goes_to_the_address_of_today(meeting: Meeting) -> None:
    meeting.vote(*BALLOTS)
    meeting.close()
    meeting.announce()
    failed = fail(meeting, "result")
    correct(meeting, "right@mail.example")
    assert again(meeting, failed).to_address == "right@mail.example"


def test_a_receipt_follows_its_reader(meeting: Meeting) -> None:
    meeting.vote(*BALLOTS[:1])
    failed = fail(meeting, "receipt")
    assert again(meeting, failed).to_address == failed.to_address
    failed = fail(meeting, "receipt")
    correct(meeting, "right@mail.example")
    assert again(meeting, failed).to_address == "right@mail.example"


def test_the_warning_to_the_old_mailbox_stays_there(meeting: Meeting) -> None:
    correct(meeting, "right@mail.example")
    failed = fail(meeting, "address_changed")
    assert again(meeting, failed).to_address == failed.to_address


def test_a_link_that_was_asked_for_is_made_anew_for_the_address_of_today(meeting: Meeting) -> None:
    with meeting.at() as work:
        entry = rolls.list_roll_entries(work.session, meeting.vote_row().frozen_roll_id, limit=1)[0]
        send_sign_in_links(work, entry.email or "", "", DECLARATIONS.find_errand)
    failed = fail(meeting, "sign_in_link")
    correct(meeting, "right@mail.example")
    found = again(meeting, failed)
    assert (found.to_address, found.link_id != failed.link_id) == ("right@mail.example", True)
