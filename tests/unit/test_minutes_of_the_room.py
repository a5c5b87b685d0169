"""What minutes say of the meeting in the room: hours, bureau, who took part, items that were opened and closed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from govapp.assembly.attendance.rules.bureau import BureauMember, BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemMoment, ItemStep
from govapp.assembly.attendance.rules.presence import HeadsAndShares, Presence, PresenceColumn
from govapp.assembly.minutes.rules.drafting import draft_minutes
from govapp.assembly.minutes.rules.record import Minutes, ProofKind, Section
from govapp.assembly.minutes.rules.room import RoomFacts
from govapp.kernel.texts import LANGUAGES, Language
from tests.unit.test_minutes import MEETING

SIX = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
CHAIR = BureauMember(1, BureauOffice.CHAIR, "Nora El Amrani", "De Markten", SIX)
COLUMNS = {
    PresenceColumn.IN_PERSON: HeadsAndShares(20, 31),
    PresenceColumn.REPRESENTED: HeadsAndShares(4, 4),
    PresenceColumn.REMOTE: HeadsAndShares(2, 9),
    PresenceColumn.BEFOREHAND: HeadsAndShares(300, 412),
}
ROOM = RoomFacts(
    opened_at=SIX,
    closed_at=SIX + timedelta(hours=7),
    bureau=(CHAIR,),
    presence=Presence(COLUMNS, {}, HeadsAndShares(326, 456)),
)


def moment(step: ItemStep, *, is_met: bool = True) -> ItemMoment:
    present = {"present": {"heads": 326, "shares": 456}}
    reason = "" if is_met else "The statutes allow it"
    return ItemMoment(1, 2, step, SIX + timedelta(minutes=10), is_met, reason, present, "Nadia")


def draft(**changes: Any) -> Minutes:
    facts = replace(MEETING, room=replace(ROOM, **changes))
    return draft_minutes(facts, Language.NL, "Europe/Brussels")


def section(minutes: Minutes, key: str) -> Section:
    return next(each for each in minutes.sections if each.key == key)


def test_hours_bureau_and_presence_stand_before_the_votes_with_the_attendance_list_as_proof() -> None:
    found = draft()
    assert [each.key for each in found.sections][:3] == ["meeting", "room", "vote-1"]
    lines = section(found, "room").lines
    assert [each.code for each in lines] == ["opened", "bureau", "present", "closed"]
    assert {each.proof for each in lines} == {ProofKind.ATTENDANCE}
    assert lines[2].figures == {
        "whole": 326, "shares": 456, "in_person": 20, "represented": 4, "remote": 2, "beforehand": 300,
    }  # fmt: skip


def test_every_sentence_is_said_in_four_languages() -> None:
    left = replace(CHAIR, ended_at=SIX + timedelta(hours=1), end_reason="Ill")
    found = draft(bureau=(CHAIR, left), moments=(moment(ItemStep.OPENED, is_met=False), moment(ItemStep.CLOSED)))
    for each in (*section(found, "room").lines, *section(found, "item-2").lines):
        said = {each.text.in_language(language).text for language in LANGUAGES}
        assert all(words and "%(" not in words for words in said)
    assert len({str(section(found, "room").lines[0].text.in_language(language)) for language in LANGUAGES}) == 4


def test_a_member_who_left_the_bureau_is_told_with_both_hours() -> None:
    left = replace(CHAIR, ended_at=SIX + timedelta(hours=1))
    (line,) = (each for each in section(draft(bureau=(left,)), "room").lines if each.code == "bureau")
    assert line.figures["ended_at"] == (SIX + timedelta(hours=1)).isoformat()


def test_an_item_is_opened_before_what_was_put_and_closed_after_the_verdict() -> None:
    found = draft(moments=(moment(ItemStep.OPENED, is_met=False), moment(ItemStep.CLOSED)))
    codes = [each.code for each in section(found, "item-2").lines]
    assert codes[:2] == ["item_opened", "without_quorum"] and codes[-1] == "item_closed"
    assert "verdict" in codes
    assert "The statutes allow it" in section(found, "item-2").lines[1].text.en
    assert section(found, "item-3").lines[0].code == "question"


def test_a_meeting_of_which_nothing_was_written_down_has_no_section_for_the_room() -> None:
    found = draft(opened_at=None, closed_at=None, bureau=(), presence=None)
    assert "room" not in {each.key for each in found.sections}
    only_bureau = draft(opened_at=None, closed_at=None, presence=None)
    assert [each.code for each in section(only_bureau, "room").lines] == ["bureau"]
