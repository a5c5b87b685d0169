"""When a result was announced and by whom, and when a vote was cancelled, are compared with the journal."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import counted, written

Change = Callable[..., None]
OTHER_DAY = "2026-01-01T00:00:00.000000Z"


def check(runner: CliRunner) -> tuple[int, str]:
    result = runner.invoke(govapp, ["ballots", "check"])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE announcement SET announced_at = '{OTHER_DAY}'", "announced at another moment"),
        ("UPDATE announcement SET announced_by = 'A Notary'", "somebody else announced it"),
        (f"UPDATE announcement SET digest = '{'0' * 64}'", "does not tell of this announcement"),
        (f"UPDATE vote SET cancelled_at = '{OTHER_DAY}'", "does not tell that it was cancelled"),
    ],
)
def test_whatever_is_changed_of_an_announced_vote_contradicts_the_journal(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, said: str
) -> None:
    counted(database, clock).announce()
    assert check(runner)[0] == 0
    change(statement)
    status, output = check(runner)
    assert (status, said in output) == (1, True), output


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE vote SET cancelled_at = '{OTHER_DAY}' WHERE ordinal = 1", "cancelled at another moment"),
        ("UPDATE vote SET cancelled_at = NULL, cancel_reason = ''", "the journal says that it was cancelled"),
    ],
)
def test_whatever_is_changed_of_a_cancelled_vote_contradicts_the_journal(
    runner: CliRunner, database: Database, clock: FixedClock, change: Change, statement: str, said: str
) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.cancel()
    assert check(runner)[0] == 0
    change(statement)
    status, output = check(runner)
    assert (status, said in output) == (1, True), output
