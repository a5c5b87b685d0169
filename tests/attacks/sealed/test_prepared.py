"""Whoever owns the database changes a ballot paper in the weeks between the lock and the opening."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner

from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.rules.refusals import PaperNotAsPrepared
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from tests.factories.assembly import written
from tests.factories.ballots import scrutineers
from tests.factories.shares import REGISTRAR, person, registered

Change = Callable[..., None]


def faults(runner: CliRunner) -> tuple[int, str]:
    result = runner.invoke(govapp, ["ballots", "check"])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET questions = replace(questions, 'Ik stem voor', 'Ik stem')",
        r"""UPDATE paper SET questions = replace(questions, '"maximum"\:1', '"maximum"\:2')""",
        r"""UPDATE paper SET questions = replace(questions, '"minimum"\:1', '"minimum"\:0')""",
        "UPDATE paper SET minimum_ballots = 1",
        "UPDATE paper SET window_rule = replace(window_rule, '2026-', '2027-')",
        "UPDATE paper SET closes_at = '2027-01-01T00:00:00.000000Z'",
        """UPDATE paper SET name = '{"en":"Another vote"}'""",
    ],
)
def test_what_is_not_what_was_prepared_is_never_opened(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str
) -> None:
    meeting = written(database, clock)
    meeting.lock(*scrutineers(database, clock, 2))
    meeting.keys.make()
    assert faults(runner)[0] == 0
    change(statement)
    assert faults(runner)[0] == 1
    with meeting.at() as work:
        assert list(list_seal_faults(work.session, meeting.vote_row()))
    with pytest.raises(Refusal):
        meeting.open()
    assert meeting.vote_row().state is VoteState.LOCKED


def test_the_list_of_another_assembly_is_not_put_under_a_prepared_vote(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change
) -> None:
    older = written(database, clock, title=Texts(nl="Een andere vergadering"))
    meeting = written(database, clock)
    older.lock()
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("Vriend"))
    clock.advance(timedelta(minutes=1))
    meeting.lock(*scrutineers(database, clock, 2))
    meeting.keys.make()
    other, own = older.vote_row().frozen_roll_id, meeting.vote_row().frozen_roll_id
    assert other != own
    change(f"UPDATE paper SET roll_id = {other} WHERE roll_id = {own}")
    change(f"UPDATE vote SET roll_id = {other} WHERE roll_id = {own}")
    assert faults(runner)[0] == 1
    with pytest.raises(PaperNotAsPrepared):
        meeting.open()
