"""The annexes of fixed minutes are kept, and a command makes every figure again; on both databases."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from govapp.assembly.minutes.cli import minutes
from govapp.assembly.minutes.models import MinutesAnnex
from govapp.assembly.minutes.queries import get_bytes, get_version, list_annexes, list_exports
from govapp.assembly.minutes.rules.annexes import ANNEXES, AnnexKind
from govapp.assembly.minutes.rules.record import reading_digest
from govapp.assembly.minutes.rules.refusals import MinutesNotFound
from govapp.assembly.minutes.service import FixMinutes, compile_draft, fix_minutes, keep_exports
from govapp.assembly.minutes.service.checking import check_version
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.db.engine import Database
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.conftest import KEY
from tests.factories.assembly import Meeting, counted
from tests.factories.tampering import tamper

LIST = b"%PDF-1.7 the attendance list"
MADE = {Language.NL: b"%PDF-1.7 nl", Language.FR: b"%PDF-1.7 fr"}


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    """Return an announced assembly whose minutes are fixed."""
    found = counted(database, clock)
    found.announce()
    with found.at() as work:
        digest = reading_digest(compile_draft(work, found.id, Language.NL))
        fix_minutes(work, FixMinutes(found.id, digest, Language.NL, LIST))
    return found


def faults(meeting: Meeting) -> list[str]:
    with meeting.at() as work:
        return list(check_version(work, get_version(work.session, meeting.id, 1)))


def test_each_annex_is_kept_and_named_with_its_digest(meeting: Meeting) -> None:
    with meeting.at() as work:
        version = get_version(work.session, meeting.id, 1)
        annexes = list_annexes(work.session, version.id)
        contents = {each.kind: get_bytes(work.session, each.sha256) for each in annexes}
        announced = find_announcement(work.session, meeting.vote_row().id)
    assert [each.kind for each in annexes] == list(AnnexKind)
    named = version.minutes.sections[-1]
    assert named.key == ANNEXES and [each.digest for each in named.lines] == [each.sha256 for each in annexes]
    assert announced is not None and contents[AnnexKind.RESULT] == canonical_json(announced.record)
    assert contents[AnnexKind.ATTENDANCE_LIST] == LIST
    # Everybody on the voting list once, under the heads of the columns.
    assert len(contents[AnnexKind.NOTICE].splitlines()) == 1 + len(meeting.voters)
    paper = meeting.vote_row().paper
    assert paper is not None and paper.head.encode() in contents[AnnexKind.ARCHIVES]


def test_all_is_as_recorded_days_later_too(meeting: Meeting) -> None:
    assert faults(meeting) == []
    meeting.clock.advance(timedelta(days=40))
    assert faults(meeting) == []


def test_the_export_that_was_made_first_stays(meeting: Meeting) -> None:
    with meeting.at() as work:
        keep_exports(work, meeting.id, 1, MADE)
        keep_exports(work, meeting.id, 1, {Language.NL: b"%PDF-1.7 another", Language.DE: b"%PDF-1.7 de"})
    with meeting.at() as work:
        kept = list_exports(work.session, get_version(work.session, meeting.id, 1).id)
        assert kept[Language.NL] == sha256_hex(MADE[Language.NL]) and set(kept) == {
            Language.NL, Language.FR, Language.DE,
        }  # fmt: skip
        with pytest.raises(MinutesNotFound):
            get_bytes(work.session, "0" * 64)
    assert faults(meeting) == []


@pytest.mark.parametrize(
    ("table", "statement", "named"),
    [
        ("announcement", "UPDATE announcement SET digest = :digest", "digest: recorded"),
        ("document_file", "UPDATE document_file SET content = :content", "its bytes are gone"),
        ("minutes_annex", "DELETE FROM minutes_annex WHERE number = 2", "not those that the minutes name"),
        ("minutes_annex", "DELETE FROM minutes_annex", "not those that the minutes name"),
        ("roll_entry", "UPDATE roll_entry SET name = 'Somebody else' WHERE position = 2", "notice-vote-1.csv, row 3"),
        ("journal_entry", "DELETE FROM journal_entry WHERE tag = 'minutes:fixed'", "the journal does not tell"),
        ("journal_entry", "DELETE FROM journal_entry", "was cut"),
    ],
)
def test_what_was_changed_behind_the_minutes_is_named(meeting: Meeting, table: str, statement: str, named: str) -> None:
    values = {"content": b"other", "digest": "0" * 64}
    changed = {name: value for name, value in values.items() if f":{name}" in statement}
    tamper(meeting.database, table, statement, **changed)
    assert any(named in each for each in faults(meeting)), faults(meeting)


def test_an_annex_in_place_of_another_is_named(meeting: Meeting) -> None:
    with meeting.at() as work:
        kept = {each.kind: each.sha256 for each in work.session.scalars(select(MinutesAnnex))}
    statement = "UPDATE minutes_annex SET sha256 = :other WHERE kind = :kind"
    tamper(meeting.database, "minutes_annex", statement, other=kept["proxies"], kind="notice")
    assert [each for each in faults(meeting) if "notice-vote-1.csv, row 1" in each]
    tamper(meeting.database, "minutes_annex", statement, other=kept["proxies"], kind="anchor")
    assert [each for each in faults(meeting) if "anchor.json" in each]


def test_a_command_says_as_recorded_or_names_the_difference(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    answer = CliRunner().invoke(minutes, ["check", str(meeting.id)])
    assert answer.exit_code == 0 and "as recorded" in answer.output
    assert CliRunner().invoke(minutes, ["check", "999"]).exit_code == 1
    tamper(meeting.database, "roll_entry", "UPDATE roll_entry SET name = 'Somebody else' WHERE position = 2")
    answer = CliRunner().invoke(minutes, ["check", str(meeting.id), "--version", "1"])
    assert answer.exit_code == 1 and "Somebody else" in answer.output
