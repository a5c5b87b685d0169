"""Counting papers and hands, and adding channels, as rules."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from govapp.assembly.minutes.rules.channels import apart_lines, channel_lines
from govapp.assembly.minutes.rules.wording import Writer
from govapp.assembly.votes.rules.channels import REMOTE, ChannelResult, together, used_late, used_on_list
from govapp.assembly.votes.rules.paper import paper_questions
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.rules.tellers import (
    CountCannotBe,
    CountDoesNotAdd,
    CountingNotYet,
    CountNeedsAnother,
    CountSettled,
    CountState,
    TellerCount,
    count_standing,
    next_place,
    require_adds_up,
    require_counting,
)
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.statutes.rules.deciding import MotionCounts, Voice
from tests.golden.samples import AGENDA

NOW = datetime(2026, 6, 16, 18, 0, tzinfo=UTC)
FIRST = TellerCount(RoomChannel.PAPER, 0, 1, 1, 3, 0, (2, 1, 0), "", NOW, "officer:1", "Karim")
SECOND = replace(FIRST, place=2, by="officer:2", by_name="Odile")
REMOTE_RESULT = ChannelResult(REMOTE, 5, ((3, 1, 1), (3, 2, 0), (4, 0, 1), (1, 4, 2, 1), (1, 4, 0, 2)))
PAPERS = ChannelResult(
    "paper", 3, ((1, 1, 0), (1, 2, 0), (2, 1, 0), (0, 3, 1, 1), (1, 2, 0, 1)), 1, (1, 0, 0, 0, 0), ("Karim", "Odile")
)
MOTION, ELECTION = (next(each for each in paper_questions(AGENDA) if each.blank is blank) for blank in (False, True))


def test_a_count_goes_from_nobody_over_one_to_settled() -> None:
    assert count_standing([]).state is CountState.NOBODY
    assert not count_standing([]).asks_reason
    assert next_place(count_standing([]), "officer:1") == (1, 1)
    one = count_standing([FIRST])
    assert (one.state, next_place(one, "officer:2")) == (CountState.ONE, (1, 2))
    with pytest.raises(CountNeedsAnother):
        next_place(one, "officer:1")
    settled = count_standing([SECOND, FIRST])
    assert settled.state is CountState.SETTLED
    with pytest.raises(CountSettled):
        next_place(settled, "officer:3")


def test_two_that_differ_ask_for_another_round_with_a_reason() -> None:
    differ = count_standing([FIRST, replace(SECOND, figures=(1, 2, 0))])
    assert (differ.state, differ.asks_reason, next_place(differ, "officer:1")) == (CountState.DIFFERENT, True, (2, 1))
    again = count_standing([FIRST, SECOND, replace(FIRST, round=2)])
    assert (again.state, again.round, again.asks_reason) == (CountState.ONE, 2, True)
    assert FIRST.digest != SECOND.digest


def test_papers_wait_for_the_closing_and_hands_for_the_opening() -> None:
    require_counting(RoomChannel.HANDS, VoteState.OPEN)
    require_counting(RoomChannel.PAPER, VoteState.CLOSED)
    require_counting(RoomChannel.PAPER, VoteState.COUNTED)
    for channel, state in (
        (RoomChannel.PAPER, VoteState.OPEN),
        (RoomChannel.HANDS, VoteState.LOCKED),
        (RoomChannel.HANDS, VoteState.ANNOUNCED),
    ):
        with pytest.raises(CountingNotYet):
            require_counting(channel, state)


def test_a_count_adds_up_to_the_marks_and_to_what_papers_can_carry() -> None:
    require_adds_up(MOTION, 3, 1, (1, 1, 0), 3)
    with pytest.raises(CountDoesNotAdd) as told:
        require_adds_up(MOTION, 3, 0, (1, 1, 0), 3)
    assert told.value.params == {"counted": 2, "marked": 3, "difference": 1}
    with pytest.raises(CountDoesNotAdd):
        require_adds_up(MOTION, 4, 0, (4, 0, 0), 3)
    names = len(ELECTION.answers)
    require_adds_up(ELECTION, 3, 1, (1, 1, *[0] * (names - 1)), 3)
    for blank, first, invalid in ((0, 3, 1), (0, 1, 0), (3, 0, 1)):
        with pytest.raises(CountCannotBe):
            require_adds_up(ELECTION, 3, invalid, (blank, first, *[0] * (names - 1)), 3)


def test_channels_together_are_the_sum_of_each_apart() -> None:
    counts, valid = together([REMOTE_RESULT, PAPERS])
    assert counts[0] == (4, 2, 1)
    assert valid == (7, 8, 8, 8, 8)
    assert (used_on_list([REMOTE_RESULT, PAPERS]), used_late([REMOTE_RESULT, PAPERS])) == (7, 1)


def test_who_counts_for_no_quorum_votes_beside_those_present() -> None:
    assert Voice(3, 2, MotionCounts(3, 0, 0), 1).present == 2
    with pytest.raises(ValueError, match="present"):
        Voice(3, 2, MotionCounts(3, 0, 0))


def test_minutes_tell_each_channel_apart_and_say_nothing_of_votes_on_line_only() -> None:
    writer, proof = Writer("Europe/Brussels"), (1, "d" * 64)
    channels = [REMOTE_RESULT, PAPERS, ChannelResult("hands", 1, PAPERS.counts, 0, (0,) * 5, ("Karim", "Odile"))]
    assert list(channel_lines(writer, proof, channels[:1], "")) == []
    assert list(apart_lines(writer, proof, AGENDA[0], AGENDA, channels[:1])) == []
    told = list(channel_lines(writer, proof, channels, "Nobody objected"))
    assert [each.figures.get("rights") for each in told] == [3, 1, None]
    lines = [line for item in AGENDA for line in apart_lines(writer, proof, item, AGENDA, channels)]
    assert len(lines) == 3 * 5
    assert lines[1].figures == {
        "channel": "paper",
        "rights": 3,
        "invalid": 1,
        "figure_1": 1,
        "figure_2": 1,
        "figure_3": 0,
    }
    assert "Karim" in str(told[0].text.as_dict()["fr"])
