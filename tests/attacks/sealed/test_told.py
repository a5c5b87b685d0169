"""Questions, summaries, advice, the order of candidates and all that is told of them are sealed with the paper."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.rules.sealed_agenda import AgendaNotAsSealed
from govapp.ballots.queries.as_sealed import list_changed_members
from govapp.ballots.rules import sealed_assembly
from govapp.ballots.rules.sealed_assembly import ASSEMBLY, encode_v1
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts
from tests.factories.assembly import Meeting, created, put_item
from tests.factories.items import put_told_items

Change = Callable[..., None]


def told(database: Database, clock: FixedClock) -> Meeting:
    meeting = created(database, clock)
    put_told_items(meeting, ChoiceOrder.LOT)
    return meeting


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agenda_item SET question = replace(question, 'Keuren', 'Verwerpen')",
        "UPDATE agenda_item SET summary = replace(summary, 'profit', 'loss')",
        "UPDATE agenda_item SET changes = replace(changes, 'profit', 'loss')",
        "UPDATE agenda_item SET advice = replace(advice, 'approve', 'refuse')",
        "UPDATE agenda_item SET choice_order = 'entered'",
        "UPDATE agenda_item SET lot_seed = replace(lot_seed, substr(lot_seed, 1, 3), 'xyz') WHERE lot_seed <> ''",
        "UPDATE item_choice SET text = replace(text, 'longer', 'lovelier')",
        "UPDATE item_choice SET link = 'https://other.example/' WHERE link <> ''",
        f"UPDATE item_choice SET portrait = '{'0' * 64}' WHERE portrait <> ''",
        "UPDATE item_choice SET portrait_alt = replace(portrait_alt, 'bakery', 'jail')",
    ],
)
def test_whatever_is_told_beside_a_ballot_is_sealed_with_it(
    database: Database, clock: FixedClock, change: Change, statement: str
) -> None:
    meeting = told(database, clock)
    meeting.lock()
    assert faults(meeting) == []
    change(statement)
    assert faults(meeting) == [AgendaNotAsSealed]


def test_what_the_row_of_a_paper_tells_is_compared_with_its_archive(
    database: Database, clock: FixedClock, change: Change, runner: CliRunner
) -> None:
    meeting = told(database, clock)
    meeting.lock()
    change("UPDATE paper SET questions = replace(questions, 'lovelier', 'x')")
    with meeting.at() as work:
        assert list_changed_members(work.session, meeting.hall().paper()) == ()
    change("UPDATE paper SET questions = replace(questions, 'bakery', 'jail')")
    with meeting.at() as work:
        assert list_changed_members(work.session, meeting.hall().paper()) == ("questions",)
    checked = runner.invoke(govapp, ["ballots", "check"])
    assert (checked.exit_code, "another questions" in checked.output) == (1, True)


def test_papers_of_before_still_verify(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.ELECTION, Texts.same("Raad"), "Ada", "Bo", seats=1)
    with monkeypatch.context() as older_program:
        older_program.setattr(sealed_assembly, "ASSEMBLY", RecordType("assembly", {1: encode_v1}))
        meeting.lock()
    assert faults(meeting) == []
    with meeting.at() as work:
        assert list_changed_members(work.session, meeting.hall().paper()) == ()
    change("UPDATE agenda_item SET title = replace(title, 'Raad', 'Rad')")
    assert faults(meeting) == [AgendaNotAsSealed]
    assert ASSEMBLY.newest == 2


def faults(meeting: Meeting) -> list[type[Refusal]]:
    with meeting.at() as work:
        return [type(fault) for fault in list_seal_faults(work.session, meeting.vote_row())]
