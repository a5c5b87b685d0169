"""Names, messages and tests of key holders, changed or deleted behind the program: named, and not sealed."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govapp.ballots import service
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.key_groups import DrillOccasion, Holder, KeyStep, MakeKeyGroup
from govapp.ballots.rules.key_records import KeysNotAsTold, Telling
from govapp.ballots.service.key_records import TELLS, list_holder_faults, list_key_faults
from govapp.ballots.service.paper_records import list_paper_faults
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from tests.conftest import KEY
from tests.factories.ballots import SECRETARY, Hall, prepared, scrutineers, texts
from tests.factories.keys import KeyHolders
from tests.factories.tampering import without_triggers
from tests.schema import metadata

TABLES = (
    "key_group",
    "key_member",
    "key_message",
    "key_verification",
    "key_drill",
    "key_drill_answer",
    "key_drill_waiver",
    "trustee",
    "early_closing",
    "paper",
)
PLACES = {
    "second": "WHERE position = 2",
    "of_second": "member_id = (SELECT id FROM key_member WHERE position = 2)",
}
ATTACKS = (
    ("UPDATE key_member SET name = 'Eve' {second}", "key holder 2: the holder is Eve (officer:"),
    ("UPDATE key_member SET officer_id = (SELECT min(id) FROM officer) {second}", "key holder 2: the holder is "),
    ("UPDATE key_member SET public_key = NULL, key_at = NULL {second}", "key holder 2: the public key is nothing"),
    ("UPDATE key_member SET left_at = key_at {second}", "key holder 2: the moment of leaving"),
    ("UPDATE key_group SET needed = 1", "the number that is needed is 1, the journal tells 2"),
    ("UPDATE key_group SET subject_ref = 'assembly:99'", "the assembly is assembly:99"),
    ("UPDATE key_group SET name = '{{}}'", "the title is "),
    ("UPDATE key_group SET attempt = 1", "the times begun anew is 1"),
    ("UPDATE key_group SET record = CAST('[]' AS {bytes})", "the list of key holders: the key is "),
    ("DELETE FROM key_message WHERE step = 'certificate' AND {of_second}", "the certificate of key holder 2"),
    ("UPDATE key_message SET body = CAST('no' AS {bytes}) WHERE step = 'share'", "the share of key holder 2"),
    (
        "UPDATE key_message SET body = CAST('no' AS {bytes})",
        "certificate of key holder 2 (attempt 0) does not hold",
    ),
    ("DELETE FROM key_verification WHERE {of_second}", "the keys with which key holder 2 signs"),
    ("DELETE FROM key_drill_answer WHERE {of_second}", "that key holder 2 passed test 1, which is missing"),
    ("UPDATE key_drill SET nonce = 'abcdefghijkmno'", "test 1 of the keys: the content is "),
    ("INSERT INTO key_drill_waiver SELECT id, 'In haste', started_at, 'officer:1' FROM key_drill", "why test 1 was"),
)
"""What is done to the rows of a key group, and what the check then says."""


@pytest.fixture(autouse=True)
def _all_tables() -> None:
    metadata()


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return prepared(database, clock, trustees=3, needed=2)


def change(hall: Hall, statement: str) -> None:
    with without_triggers(hall.database, *TABLES) as connection:
        connection.execute(text(statement.format(bytes="BLOB" if hall.database.is_sqlite else "BYTEA", **PLACES)))


def faults(hall: Hall) -> list[str]:
    with hall.act(SECRETARY) as work:
        found = hall.paper()
        of_keys = [each for of in list_key_faults(work.session).values() for each in of]
        return [*of_keys, *list_holder_faults(work.session, found), *list_paper_faults(work.session, found)]


def group_of(hall: Hall) -> KeyHolders:
    assert hall.group is not None
    return hall.group


@pytest.mark.parametrize(("statement", "named"), ATTACKS)
def test_what_was_changed_of_a_key_group_is_named_and_no_paper_is_fixed_with_it(
    hall: Hall, statement: str, named: str
) -> None:
    hall.make_keys()
    assert faults(hall) == []
    change(hall, statement)
    assert named in " | ".join(faults(hall))
    with pytest.raises(KeysNotAsTold):
        hall.seal()
    assert hall.paper().state is PaperState.GATHERING_KEYS


def test_the_command_names_group_and_member(hall: Hall, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    hall.make_keys()
    assert CliRunner().invoke(govapp, ["ballots", "check"]).exit_code == 0
    change(hall, "UPDATE key_member SET name = 'Eve' WHERE position = 2")
    change(hall, "UPDATE trustee SET name = 'Eve' WHERE position = 2")
    checked = CliRunner().invoke(govapp, ["ballots", "check"])
    assert (checked.exit_code, f"keys {group_of(hall).uuid}: key holder 2: the holder is Eve" in checked.output) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE key_member SET name = 'Eve'",
        "UPDATE key_member SET officer_id = 1",
        "DELETE FROM key_member",
        "UPDATE key_group SET needed = 1",
        "DELETE FROM key_group",
    ],
)
def test_the_database_refuses_to_change_who_holds_a_key(hall: Hall, statement: str) -> None:
    with pytest.raises(DBAPIError, match="locked: "), hall.act(SECRETARY) as work:
        work.session.execute(text(statement))
    assert faults(hall) == []


def test_a_list_of_key_holders_that_was_deleted_with_all_that_hangs_on_it_is_missed(
    database: Database, clock: FixedClock
) -> None:
    officers = scrutineers(database, clock, 2)
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        holders = tuple(Holder(each.id or 0, each.name) for each in officers)
        found = service.find_or_make_key_group(work, MakeKeyGroup("assembly:1", texts("A"), holders, 2))
    with without_triggers(database, *TABLES, "key_request") as connection:
        for table in ("key_request", "key_member", "key_group"):
            connection.execute(text(f"DELETE FROM {table}"))
    with database.read_only(SECRETARY, clock.now()) as work:
        assert list_key_faults(work.session) == {
            found.uuid: ("the journal tells of the list of key holders, which is missing",)
        }


def test_whoever_was_replaced_and_began_anew_is_told_of_as_it_was(hall: Hall) -> None:
    group = group_of(hall)
    hall.make_keys()
    with hall.act(hall.trustees[0]) as work:
        service.begin_anew(work, group.uuid)
    assert faults(hall) == []
    group.seeds.pop(hall.trustees[0].id or 0)
    group.begin(hall.trustees[0])
    group.promise()
    group.contribute()
    group.finish()
    assert faults(hall) == []
    (new,) = scrutineers(hall.database, hall.clock, 1, first=120)
    with hall.act(SECRETARY) as work:
        service.replace_member(work, group.uuid, 2, new.id or 0, "Her computer was stolen from the train.")
    assert faults(hall) == []
    change(hall, "UPDATE key_member SET name = 'Eve' WHERE position = 2 AND joined_attempt = 2")
    assert [each.partition(":")[0] for each in faults(hall)] == [
        "key holder 2, since the keys were begun anew (2)",
        "its key holders are not the members of its key group",
    ]


def test_a_reason_to_go_on_without_a_test_is_the_one_that_was_given(hall: Hall) -> None:
    hall.make_keys()
    hall.seal()
    hall.open()
    with hall.act(SECRETARY) as work:
        service.start_drill(work, group_of(hall).uuid, DrillOccasion.CLOSING)
        service.waive_drill(work, group_of(hall).uuid, "Two of them are at sea until the meeting.")
    assert faults(hall) == []
    change(hall, "UPDATE key_drill_waiver SET reason = 'They could not be reached.'")
    assert "why test 2 was gone on without: the reason is They could not be reached." in faults(hall)[0]


PAPERS = {
    "UPDATE trustee SET lost_at = key_at, lost_reason = 'x' WHERE position = 1": "being lost",
    "UPDATE paper SET opened_at = prepared_at": "paper:opened",
    "UPDATE paper SET ended_at = closes_at, end_reason = 'Nobody came.'": "paper:ended",
    "UPDATE early_closing SET reason = 'The board wishes it so.'": "closing early",
    "UPDATE early_closing SET outcome = 'confirmed'": "which early closing was withdrawn",
    "DELETE FROM early_closing": "closing early",
}


@pytest.mark.parametrize("statement", PAPERS)
def test_moments_lost_keys_and_early_closings_are_those_of_the_journal(hall: Hall, statement: str) -> None:
    hall.make_keys()
    hall.seal()
    hall.clock.set(hall.paper().opens_at - timedelta(minutes=1))
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    with hall.act(SECRETARY) as work:
        service.ask_early_closing(work, hall.uuid, "The hall burned down this morning.")
    hall.clock.advance(timedelta(minutes=1))
    with hall.act(hall.trustees[0]) as work:
        service.withdraw_early_closing(work, hall.uuid)
    assert faults(hall) == []
    change(hall, statement)
    assert PAPERS[statement] in " | ".join(faults(hall))


@pytest.mark.parametrize("statement", ["DELETE FROM early_closing", "UPDATE early_closing SET reason = 'Another one'"])
def test_the_database_keeps_what_was_asked_about_closing_early(hall: Hall, statement: str) -> None:
    hall.make_keys()
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    with hall.act(SECRETARY) as work:
        service.ask_early_closing(work, hall.uuid, "The hall burned down this morning.")
    with pytest.raises(DBAPIError, match="locked: "), hall.act(SECRETARY) as work:
        work.session.execute(text(statement))


def test_whatever_is_said_to_make_a_key_is_told_with_its_digest() -> None:
    assert set(TELLS.values()) == {*Telling, *KeyStep}
