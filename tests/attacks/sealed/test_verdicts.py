"""Whoever changes agenda or rules behind the program's back changes no verdict; on both databases."""

import pytest
from sqlalchemy import text, update

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.queries.votes import get_items
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.record import RulesNotSealed
from govapp.assembly.votes.rules.sealed_agenda import AgendaNotAsSealed
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import ACCOUNTS, AGAINST, FOR, NADIA, Meeting, counted, created, put_item
from tests.factories.tampering import without_triggers

GUARDED = ("assembly", "agenda_item", "item_choice", "attached_document", "vote", "vote_item")


def change(meeting: Meeting, statement: str) -> None:
    """Do what whoever owns the database can do: take the triggers away, change, and put them back."""
    with without_triggers(meeting.database, *GUARDED) as connection:
        connection.execute(text(statement))


def result(meeting: Meeting) -> Counted:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found = find_counted(work.session, meeting.vote_row())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agenda_item SET seats = 1 WHERE kind = 'election'",
        "UPDATE vote_item SET seats = 1",
        "UPDATE agenda_item SET method = 'motions' WHERE kind = 'election'",
        "UPDATE agenda_item SET kind = 'strategy' WHERE kind = 'election'",
        "UPDATE agenda_item SET threshold = '4/5', maximum = 1 WHERE kind = 'strategy'",
        "UPDATE agenda_item SET legal_kind = 'statutes' WHERE kind = 'decision'",
    ],
    ids=["seats", "seats of the vote", "method", "kind", "threshold", "legal kind"],
)
def test_what_the_agenda_says_now_of_the_rules_changes_no_verdict(
    database: Database, clock: FixedClock, statement: str
) -> None:
    meeting = counted(database, clock)
    before = result(meeting).verdicts
    change(meeting, statement)
    assert result(meeting).verdicts == before
    digest = meeting.announce()
    assert len(digest) == 64


def test_a_change_of_statutes_is_decided_by_three_quarters_whatever_the_item_is_called_afterwards(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock, voters=8)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS, legal_kind=LegalKind.STATUTES)
    meeting.lock()
    meeting.open()
    meeting.vote(*[(FOR,)] * 5, *[(AGAINST,)] * 3)
    meeting.close()
    change(meeting, "UPDATE agenda_item SET legal_kind = 'other'")
    assert result(meeting).verdicts[0].outcome is ItemOutcome.REJECTED


@pytest.mark.parametrize(
    ("statement", "item"),
    [
        ("""UPDATE agenda_item SET title = '{"en":"Another"}' WHERE kind = 'decision'""", 2),
        ("UPDATE item_choice SET position = 5 - position WHERE item_id = (SELECT MIN(item_id) FROM item_choice)", 4),
        ("DELETE FROM vote_item WHERE item_id = (SELECT id FROM agenda_item WHERE kind = 'strategy')", 5),
        ("UPDATE agenda_item SET position = 0 WHERE kind = 'election'", 2),
    ],
    ids=["title", "order of candidates", "an item less", "order of items"],
)
def test_figures_are_not_given_to_other_names_than_those_on_the_ballot_paper(
    database: Database, clock: FixedClock, statement: str, item: int
) -> None:
    meeting = counted(database, clock)
    change(meeting, statement)
    with pytest.raises(AgendaNotAsSealed) as refused:
        result(meeting)
    assert refused.value.params == {"item": item}
    with pytest.raises(AgendaNotAsSealed):
        meeting.announce()


def test_other_rules_beside_the_vote_than_those_of_its_ballot_paper_decide_nothing(
    database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    rules = meeting.vote_row().rules
    assert rules is not None
    changed = rules | {"items": [each | {"seats": 1} if "seats" in each else each for each in rules["items"]]}
    with without_triggers(database, *GUARDED) as connection:
        connection.execute(update(Vote).values(rules=changed))
    with pytest.raises(RulesNotSealed):
        result(meeting)
    with pytest.raises(RulesNotSealed):
        meeting.announce()


def test_a_draft_still_follows_its_agenda(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    with meeting.at() as work:
        (item,) = get_items(work.session, meeting.vote_row())
    assert item.legal_kind is LegalKind.OTHER
