"""The journal: one chain without gaps, that nobody can edit, and in which every change shows."""

import json
import threading
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from govapp.accounts.tags import AccountsTag
from govapp.audit import journal
from govapp.audit.cli import audit
from govapp.audit.models import JournalEntryRecord
from govapp.audit.rules.entry import GENESIS
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.subjects import SubjectRef
from govapp.web.app import DECLARATIONS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECRETARY = Actor(ActorKind.OFFICER, 3, "Sofie Claes", frozenset({Role.SECRETARY, Role.AUDITOR}))
SHAREHOLDER = Actor(ActorKind.SHAREHOLDER, 12, "Anna Peeters")


def write(database: Database, count: int = 3, actor: Actor = SECRETARY) -> None:
    for number in range(count):
        with database.unit_of_work(actor, NOW) as work:
            journal.record(
                work,
                AccountsTag.LINK_USED,
                SubjectRef.to("holder", number),
                facts={"link": number, "first": True},
                reason="é",
            )


def report(database: Database, head: str | None = None) -> journal.ChainReport:
    with database.read_only(SYSTEM, NOW) as work:
        return journal.verify(work.session, known_head=head)


def tamper(database: Database, statement: str) -> None:
    """Change the journal as somebody with the database's own powers could: first without its triggers."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER journal_entry_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
        connection.execute(text(statement))


def test_an_empty_journal_is_whole(database: Database) -> None:
    assert report(database) == journal.ChainReport(0, GENESIS, None)


def test_every_line_names_the_one_before(database: Database) -> None:
    write(database)
    with database.read_only(SYSTEM, NOW) as work:
        lines = [json.loads(line) for line in journal.export_lines(work.session)]
    assert [line["sequence"] for line in lines] == [1, 2, 3]
    assert [line["previous"] for line in lines] == [GENESIS, lines[0]["digest"], lines[1]["digest"]]
    assert report(database) == journal.ChainReport(3, lines[2]["digest"], None)


def test_a_line_says_who_in_which_role_did_what_when_and_why(database: Database) -> None:
    write(database, 1)
    with database.read_only(SYSTEM, NOW) as work:
        line = json.loads(next(journal.export_lines(work.session)))
    del line["digest"], line["previous"]
    assert line == {
        "v": 1,
        "sequence": 1,
        "at": "2026-06-01T12:00:00.000000Z",
        "actor": "officer:3",
        "actor_name": "Sofie Claes",
        "roles": "auditor,secretary",
        "tag": "link:used",
        "subject": "holder:0",
        "reason": "é",
        "result": "done",
        "facts": {"link": 0, "first": True},
    }


def test_a_shareholder_is_named_neither_by_name_nor_by_number(database: Database) -> None:
    write(database, 1, SHAREHOLDER)
    with database.read_only(SYSTEM, NOW) as work:
        line = next(journal.export_lines(work.session))
    assert b'12"' not in line and b'"actor":"shareholder"' in line
    assert b"Anna" not in line


def test_what_is_rolled_back_leaves_no_line_and_no_gap(database: Database) -> None:
    write(database, 1)
    with pytest.raises(RuntimeError), database.unit_of_work(SYSTEM, NOW) as work:
        journal.record(work, AccountsTag.LINK_USED, SubjectRef("holder:9"))
        raise RuntimeError
    write(database, 1)
    assert report(database).lines == 2
    assert report(database).is_whole


@pytest.mark.parametrize("statement", [update(JournalEntryRecord).values(reason="x"), delete(JournalEntryRecord)])
def test_the_database_refuses_every_change(database: Database, statement: object) -> None:
    write(database, 1)
    with pytest.raises(DBAPIError, match="append-only"), database.unit_of_work(SYSTEM, NOW) as work:
        work.session.execute(statement)  # type: ignore[call-overload]
    assert report(database).is_whole


@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE journal_entry SET reason = 'another' WHERE sequence = 2", 2),
        ("UPDATE journal_entry SET actor_name = 'Somebody' WHERE sequence = 1", 1),
        ("UPDATE journal_entry SET facts = '{}' WHERE sequence = 3", 3),
        ("UPDATE journal_entry SET at = '2026-05-01T12:00:00.000000Z' WHERE sequence = 2", 2),
        ("UPDATE journal_entry SET digest = upper(digest) WHERE sequence = 3", 3),
        ("DELETE FROM journal_entry WHERE sequence = 2", 3),
        ("DELETE FROM journal_entry WHERE sequence = 1", 2),
    ],
)
def test_a_change_behind_the_back_of_the_database_shows_at_its_line(
    database: Database, statement: str, sequence: int
) -> None:
    write(database)
    tamper(database, statement)
    found = report(database).broken
    assert found is not None
    assert found.sequence == sequence


def test_a_line_of_an_unknown_version_is_named_with_a_sentence(database: Database) -> None:
    write(database)
    tamper(database, "UPDATE journal_entry SET v = 9 WHERE sequence = 2")
    why = "This record is of version 9, which this program does not know."
    assert report(database).broken == journal.Break(2, why)


def test_a_line_that_claims_an_older_form_than_its_own_shows(database: Database) -> None:
    write(database)
    tamper(database, "UPDATE journal_entry SET v = 0 WHERE sequence = 2")
    assert report(database).broken == journal.Break(2, "its content is not what was written")


def test_a_journal_that_was_cut_short_no_longer_holds_the_head_that_was_noted(database: Database) -> None:
    write(database)
    head = report(database).head
    tamper(database, "DELETE FROM journal_entry WHERE sequence = 3")
    assert report(database).is_whole
    assert not report(database, head).is_whole


def test_the_newest_lines_can_be_recomputed_alone(database: Database) -> None:
    write(database)
    tamper(database, "UPDATE journal_entry SET reason = 'another' WHERE sequence = 1")
    with database.read_only(SYSTEM, NOW) as work:
        assert journal.verify(work.session, after=1).is_whole
        assert not journal.verify(work.session, after=0).is_whole


def test_writers_at_the_same_moment_make_one_chain(database: Database) -> None:
    writers = [threading.Thread(target=write, args=(database, 10)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert report(database).lines == 40
    assert report(database).is_whole


def test_the_command_tells_by_its_exit_status(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    write(database)
    head = report(database).head
    done = CliRunner().invoke(audit, ["verify"])
    assert (done.exit_code, done.output) == (0, f"The journal is whole: 3 lines, head {head}\n")
    assert CliRunner().invoke(audit, ["verify", "--head", "f" * 64]).exit_code == 1
    assert len(CliRunner().invoke(audit, ["export"]).stdout.splitlines()) == 3
    tamper(database, "UPDATE journal_entry SET reason = 'another' WHERE sequence = 2")
    broken = CliRunner().invoke(audit, ["verify", "--json"])
    assert broken.exit_code == 1
    assert json.loads(broken.output)["broken"]["sequence"] == 2


def test_every_tag_has_words_that_people_read() -> None:
    labels = [tag.label for tag in DECLARATIONS.tags.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)
