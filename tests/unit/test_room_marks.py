"""Marks on the voting list, as rules: a right is used in one place."""

from datetime import UTC, datetime

import pytest

from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.attendance.rules.moves import AttendanceEntry, Attending, Move
from govapp.assembly.votes.rules.in_room import (
    LateNotConfirmed,
    MarkingNotNow,
    NotHeldInRoom,
    NotInTheRoom,
    SecretaryConfirms,
    SecretForPersons,
    acting_in_room,
    require_hands,
    require_late,
    require_marking,
)
from govapp.assembly.votes.rules.record import sealed_channel
from govapp.assembly.votes.rules.states import Channel, VoteState
from govapp.ballots.rules.mark_refusals import AlreadyMarked, MarkReasonNeeded, NotMarked, RightMarked, VotedOnLine
from govapp.ballots.rules.room_marks import (
    Mark,
    RoomChannel,
    checked_mark_reason,
    marks_in_force,
    require_markable,
    require_marked,
    require_not_marked,
)
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.texts import Texts

NOW = datetime(2026, 6, 16, 18, 0, tzinfo=UTC)
SECRETARY = Actor(ActorKind.OFFICER, 1, "Nadia", frozenset({Role.SECRETARY}))
SCRUTINEER = Actor(ActorKind.OFFICER, 2, "Karim", frozenset({Role.SCRUTINEER}))


def row(number: int, party_id: int, place: int, entry_id: int | None = 7) -> Mark:
    return Mark(number, party_id, entry_id, place, RoomChannel.PAPER, "Anna", "", NOW, "officer:2", "Karim")


def entry(party_id: int, attending: Attending, acting_name: str = "") -> AttendanceEntry:
    return AttendanceEntry(1, party_id, Move.ARRIVED, attending, NOW, NOW, acting_name=acting_name)


def test_the_last_row_of_a_right_says_whether_it_is_marked() -> None:
    rows = (row(1, 5, 1), row(2, 6, 1), row(3, 5, 2), row(4, 8, 1, None))
    assert sorted(marks_in_force(rows)) == [6, 8]
    assert marks_in_force(rows)[8].is_late
    assert require_marked(rows, 6, "Bert").number == 2
    with pytest.raises(NotMarked):
        require_marked(rows, 5, "Anna")


def test_a_right_is_marked_once_and_only_where_it_was_not_used_on_line() -> None:
    require_markable((), 5, "Anna", has_voted=False)
    require_markable((row(1, 5, 1), row(2, 5, 2)), 5, "Anna", has_voted=False)
    with pytest.raises(VotedOnLine):
        require_markable((), 5, "Anna", has_voted=True)
    with pytest.raises(AlreadyMarked):
        require_markable((row(1, 5, 1),), 5, "Anna", has_voted=False)
    require_not_marked((row(1, 5, 1), row(2, 5, 2)))
    with pytest.raises(RightMarked):
        require_not_marked((row(1, 5, 1),))


def test_a_reason_is_a_line_of_some_length() -> None:
    assert checked_mark_reason("  Went \n home ") == "Went home"
    for text in ("", "no", "x" * 301):
        with pytest.raises(MarkReasonNeeded):
            checked_mark_reason(text)


def test_rights_are_marked_in_votes_that_are_held_in_the_room_while_nothing_is_counted() -> None:
    require_marking(Channel.BOTH, VoteState.OPEN)
    require_marking(Channel.BOTH, VoteState.CLOSED)
    with pytest.raises(NotHeldInRoom):
        require_marking(Channel.REMOTE, VoteState.OPEN)
    for state in (VoteState.LOCKED, VoteState.COUNTED, VoteState.ANNOUNCED):
        with pytest.raises(MarkingNotNow):
            require_marking(Channel.BOTH, state)


def test_who_uses_a_right_is_in_the_room() -> None:
    there = {
        1: entry(1, Attending.IN_PERSON),
        2: entry(2, Attending.REPRESENTATIVE, "An Claes"),
        3: entry(3, Attending.REMOTE),
    }
    assert acting_in_room(1, "Anna", there, None) == "Anna"
    assert acting_in_room(2, "Zon NV", there, None) == "An Claes"
    assert acting_in_room(9, "Giver", there, (1, "Anna")) == "Anna"
    for party_id, holder in ((3, None), (4, None), (1, (4, "Bert")), (9, (3, "Chloé"))):
        with pytest.raises(NotInTheRoom):
            acting_in_room(party_id, "Somebody", there, holder)


def test_a_secretary_answers_for_who_joined_after_the_freeze() -> None:
    require_late(SECRETARY, "Anna", statutes_allow=True)
    with pytest.raises(LateNotConfirmed):
        require_late(SECRETARY, "Anna", statutes_allow=False)
    with pytest.raises(SecretaryConfirms):
        require_late(SCRUTINEER, "Anna", statutes_allow=True)


def test_persons_are_elected_in_secret_unless_that_is_waived() -> None:
    items = [Item(1, 1, ItemKind.DECISION, Texts.same("Accounts"))]
    require_hands(items, is_waived=False)
    items.append(Item(2, 2, ItemKind.ELECTION, Texts.same("Directors"), seats=1))
    require_hands(items, is_waived=True)
    with pytest.raises(SecretForPersons):
        require_hands(items, is_waived=False)


def test_records_of_before_were_for_votes_on_line_only() -> None:
    assert sealed_channel({"v": 5}) is Channel.REMOTE
    assert sealed_channel({"v": 6, "channel": "both"}) is Channel.BOTH
