"""One officer alone wants a voter more on the list: by the program, beside it, and in its database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from govapp.assembly.votes.service.additions import confirm_for_list, propose_for_list
from govapp.ballots.queries import get_paper
from govapp.ballots.queries.as_sealed import list_changed_members
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.queries import get_roll
from govapp.shares.rolls.rules.additions import AdditionNeedsAnother, NotEntitled, ProposalNotWaiting
from govapp.shares.rolls.service import ProposeAddition
from tests.factories.assembly import KAREL, NADIA, Meeting, written
from tests.factories.shares import REGISTRAR, person, registered, shares
from tests.factories.tampering import without_triggers
from tests.schema import metadata

WHY = "He is a friend and would like to vote"
ENTRY = (
    "INSERT INTO roll_entry (roll_id, position, party_id, number, name, voter, category, language, email) "
    "SELECT 1, (SELECT count(*) + 1 FROM roll_entry), id, number, 'Friend', 'Friend', 'member', 'nl', '' "
    "FROM party WHERE id = :party"
)
PROPOSAL = (
    "INSERT INTO roll_proposal (roll_id, party_id, reason, proposed_at, proposed_by, proposed_by_name) "
    "SELECT 1, :party, 'Forgotten by our fault', frozen_at, :proposer, 'Nadia Lefèvre' FROM roll"
)
ADDITION = (
    "INSERT INTO roll_addition (roll_id, version, proposal_id, entry_id, proposed_by, confirmed_by, confirmed_by_name, "
    "confirmed_at, ledger_sequence, ledger_head, fact_sequence, fact_head, previous, digest) "
    "SELECT 1, 2, (SELECT max(id) FROM roll_proposal), (SELECT max(id) FROM roll_entry), :proposer, :confirmer, "
    "'Karel Maes', frozen_at, ledger_sequence, ledger_head, fact_sequence, fact_head, digest, digest FROM roll"
)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an assembly that is locked, and somebody whose shares were recorded afterwards."""
    metadata()
    found = written(database, clock)
    found.lock()
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("Vriend"), first=shares(1, date(2026, 5, 3)))
    return found


def propose(meeting: Meeting, number: int, actor: Actor = NADIA) -> int:
    with meeting.at(actor) as work:
        return propose_for_list(work, ProposeAddition(meeting.vote_row().frozen_roll_id, number, WHY))


def put_in(meeting: Meeting, *statements: str, proposer: str = "officer:901", confirmer: str = "officer:902") -> None:
    values = {"party": len(meeting.voters) + 1, "proposer": proposer, "confirmer": confirmer}
    with meeting.database.engine.begin() as connection:
        for each in statements:
            known = {name: value for name, value in values.items() if f":{name}" in each}
            connection.execute(text(each), known)


def codes(meeting: Meeting) -> set[str]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return {each.code for each in check_register(work.session).faults}


def test_whoever_proposed_does_not_confirm_in_another_role_either(meeting: Meeting) -> None:
    proposal = propose(meeting, len(meeting.voters) + 1)
    in_another_role = Actor(ActorKind.OFFICER, NADIA.id, "N. Lefèvre", frozenset({Role.REGISTRAR}))
    for actor in (NADIA, in_another_role):
        with pytest.raises(AdditionNeedsAnother), meeting.at(actor) as work:
            confirm_for_list(work, proposal)
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        assert get_roll(work.session, meeting.vote_row().frozen_roll_id).size == len(meeting.voters)


def test_two_officers_add_nobody_whom_the_register_does_not_know(meeting: Meeting) -> None:
    with meeting.database.unit_of_work(REGISTRAR, meeting.clock.now()) as work:
        registered(work, person("Vreemd"), first=shares(1, date(2026, 5, 20)))
    with pytest.raises(NotEntitled):
        propose(meeting, len(meeting.voters) + 2)


def test_a_right_that_ended_before_the_confirmation_is_not_confirmed(meeting: Meeting) -> None:
    proposal = propose(meeting, len(meeting.voters) + 1)
    with without_triggers(meeting.database, "ledger_line") as connection:
        connection.execute(
            text("UPDATE ledger_line SET quantity = 0, paid_in_cents = 0 WHERE party_id = :late"),
            {
                "late": len(meeting.voters) + 1,
            },
        )
    with pytest.raises(NotEntitled), meeting.at(KAREL) as work:
        confirm_for_list(work, proposal)


def test_a_proposal_for_one_list_is_none_for_another(meeting: Meeting) -> None:
    with pytest.raises(ProposalNotWaiting), meeting.at(KAREL) as work:
        confirm_for_list(work, 77)


def test_the_database_takes_no_addition_by_one_person(meeting: Meeting) -> None:
    with pytest.raises(IntegrityError, match="two_people"):
        put_in(meeting, PROPOSAL, ENTRY, ADDITION, confirmer="officer:901")


def test_the_database_takes_no_addition_once_voting_has_opened(meeting: Meeting) -> None:
    meeting.open()
    with pytest.raises(DBAPIError, match="locked: INSERT on roll_addition is refused"):
        put_in(meeting, PROPOSAL, ENTRY, ADDITION)


@pytest.mark.parametrize("statements", [(ENTRY,), (PROPOSAL, ENTRY, ADDITION)])
def test_rows_that_were_put_in_are_named(meeting: Meeting, statements: tuple[str, ...]) -> None:
    assert codes(meeting) == set()
    put_in(meeting, *statements)
    assert codes(meeting) & {"roll_size", "roll_digest", "roll_addition"}


def test_two_invented_names_are_not_those_of_the_journal(meeting: Meeting) -> None:
    proposal = propose(meeting, len(meeting.voters) + 1)
    with meeting.at(KAREL) as work:
        confirm_for_list(work, proposal)
    assert codes(meeting) == set()
    with without_triggers(meeting.database, "roll_proposal") as connection:
        connection.execute(text("UPDATE roll_proposal SET proposed_by_name = 'Somebody'"))
    assert "roll_addition" in codes(meeting)


def test_a_list_that_grew_behind_a_fixed_paper_is_not_the_one_that_was_fixed(meeting: Meeting) -> None:
    put_in(meeting, PROPOSAL, ENTRY, ADDITION)
    with without_triggers(meeting.database, "roll_addition") as connection:
        connection.execute(text("UPDATE roll_addition SET digest = :other"), {"other": "ab" * 32})
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        paper = get_paper(work.session, meeting.vote_row().prepared_paper_uuid)
        assert "voting list" in list_changed_members(work.session, paper)


def test_another_paper_takes_the_place_only_of_one_that_was_cancelled(meeting: Meeting) -> None:
    with pytest.raises(DBAPIError, match="locked: UPDATE on vote is refused"), meeting.at() as work:
        work.session.execute(text("UPDATE vote SET paper_uuid = 'another'"))
