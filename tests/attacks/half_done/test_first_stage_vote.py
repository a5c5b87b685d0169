"""A vote that the first stage opened goes on after the upgrade, and whoever attacks it is named as on any other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from govapp.accounts.queries import count_old_links
from govapp.assembly.votes.rules.sealed_agenda import AgendaNotAsSealed
from govapp.ballots.rules.refusals import BallotBoxChanged
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from tests.conftest import KEY
from tests.factories.assembly import BALLOTS, Meeting
from tests.factories.first_vote import vote_of_the_first_stage
from tests.factories.tampering import without_triggers

CHECKS = (("db", "check"), ("shares", "check"), ("audit", "verify"), ("ballots", "check"), ("accounts", "check"))


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return vote_of_the_first_stage(database, clock)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(govapp, words)
        return result.exit_code, result.output

    return run


def test_an_open_vote_of_the_first_stage_goes_on_is_counted_and_announced_with_every_check_green(
    meeting: Meeting, command: Callable[..., tuple[int, str]]
) -> None:
    with meeting.at() as work:
        assert count_old_links(work.session, work.now) == len(meeting.voters), "invitations open the vote as before"
    hall = meeting.hall()
    for voter in (2, 3, 4):
        hall.vote(voter, *BALLOTS[voter])
    meeting.close()
    meeting.announce()
    said = {words: command(*words) for words in CHECKS}
    assert {words: status for words, (status, _) in said.items()} == dict.fromkeys(CHECKS, 0), said
    assert command("ballots", "recompute", hall.uuid)[0] == 0


@contextmanager
def attacked(database: Database, table: str, *statements: str) -> Iterator[None]:
    """Change a table behind the back of its triggers, and put its rows back as they were."""
    with without_triggers(database, table) as connection:
        kept = [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]
        for statement in statements:
            connection.execute(text(statement))
    yield
    columns = [*kept[0]]
    values = ", ".join(f":{each}" for each in columns)
    with without_triggers(database, table) as connection:
        connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"), kept)


def test_attacks_on_a_vote_of_the_first_stage_are_named_or_refused_as_on_any_other(
    meeting: Meeting, database: Database, command: Callable[..., tuple[int, str]]
) -> None:
    hall = meeting.hall()
    for voter in (2, 3, 4):
        hall.vote(voter, *BALLOTS[voter])

    with attacked(database, "party_email", "UPDATE party_email SET address = 'thief@mail.example' WHERE party_id = 6"):
        status, output = command("shares", "check")
        assert (status, "Shareholder 6, e-mail address" in output) == (1, True), output
        with pytest.raises(FactsNotAsRecorded):
            hall.vote(5, *BALLOTS[0])

    # The only ballot of the second voter, which the first stage took in.
    with attacked(database, "ballot", "DELETE FROM ballot WHERE height = 3"):
        status, output = command("ballots", "check")
        assert (status, "the journal tells of 6 ballots, the box holds 5" in output) == (1, True), output
        with pytest.raises(BallotBoxChanged):
            meeting.close()
    meeting.close()

    # Of the candidates the second has the most votes: the third takes the name.
    third = "(SELECT label FROM item_choice WHERE item_id = 4 AND position = 3)"
    with attacked(
        database, "item_choice", f"UPDATE item_choice SET label = {third} WHERE item_id = 4 AND position = 1"
    ):
        status, output = command("ballots", "check")
        assert (status, "Item 4" in output) == (1, True), output
        with pytest.raises(AgendaNotAsSealed):
            meeting.announce()
    meeting.announce()
    assert [command(*words)[0] for words in CHECKS] == [0] * len(CHECKS)
