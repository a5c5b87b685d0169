"""What is shown beside a sealed vote is compared with it, and called something else where it is."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from govapp.assembly.votes.queries.results import find_counted, list_seal_faults
from govapp.assembly.votes.rules.record import AgendaNotAsSealed, MeetingNotAsSealed, RollNotSealed
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.assembly import NADIA, Meeting, counted

Change = Callable[..., None]


def faults(meeting: Meeting) -> list[Refusal]:
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        return list(list_seal_faults(work.session, meeting.vote_row()))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("""UPDATE assembly SET title = '{"en":"Another"}'""", MeetingNotAsSealed),
        ("UPDATE assembly SET held_on = '2026-07-01'", MeetingNotAsSealed),
        ("UPDATE assembly SET is_second_meeting = NOT is_second_meeting", MeetingNotAsSealed),
        ("""UPDATE agenda_item SET title = '{"en":"Losses"}' WHERE kind = 'acknowledgement'""", AgendaNotAsSealed),
        ("""UPDATE agenda_item SET body = '{"en":"Other words"}' WHERE kind = 'decision'""", AgendaNotAsSealed),
        ("""UPDATE item_choice SET note = '{"en":"Praised"}'""", AgendaNotAsSealed),
    ],
    ids=["title", "day", "second meeting", "an item to be noted", "the text of an item", "words under a name"],
)
def test_a_change_behind_the_seal_is_named_and_nothing_is_decided(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, kind: type[Refusal]
) -> None:
    meeting = counted(database, clock)
    assert faults(meeting) == []
    change(statement)
    (fault,) = faults(meeting)
    assert type(fault) is kind
    with meeting.at() as work, pytest.raises(kind):
        find_counted(work.session, meeting.vote_row())
    with pytest.raises(kind):
        meeting.announce()
    checked = runner.invoke(govapp, ["ballots", "check"])
    assert (checked.exit_code, str(fault.message % fault.params) in checked.output) == (1, True)


def test_another_voting_list_is_named(database: Database, clock: FixedClock, change: Change) -> None:
    meeting = counted(database, clock)
    with meeting.at() as work:
        other = freeze_roll(work, FreezeRoll(meeting.row().record_date, Texts.same("Another purpose")))
    change("UPDATE vote SET roll_id = :roll", roll=other)
    assert [type(fault) for fault in faults(meeting)] == [RollNotSealed]
