"""What minutes say of all that can happen in an assembly, and which lines no longer agree with the evidence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, VotingMethod
from govapp.assembly.minutes.rules.drafting import (
    HoursFacts,
    IncidentFacts,
    MeetingFacts,
    NoteFacts,
    ResultFacts,
    RollFacts,
    VoteFacts,
    draft_minutes,
    undecided_votes,
)
from govapp.assembly.minutes.rules.record import (
    MINUTES,
    Difference,
    Minutes,
    MinutesLine,
    Section,
    differences,
    read_minutes,
)
from govapp.assembly.votes.rules.paper import verdicts
from govapp.assembly.votes.rules.states import VoteState
from govapp.kernel.texts import LANGUAGES, Language, Texts
from tests.factories.verdicts import turnout
from tests.golden.samples import AGENDA as WITH_QUORUM
from tests.golden.samples import SAMPLES

NOON = datetime(2026, 6, 16, 10, 0, tzinfo=UTC)
ACCOUNTS = Item(
    2, 2, ItemKind.DECISION, Texts(nl="Jaarrekening"), body=Texts(nl="De rekening.\n\n- blad 1"),
    method=VotingMethod.DECISION,
)  # fmt: skip
BOARD = Item(
    3, 3, ItemKind.ELECTION, Texts(nl="Bestuur"), method=VotingMethod.APPROVAL, seats=1,
    choices=(Choice(Texts.same("Ada")), Choice(Texts.same("Bo"))),
)  # fmt: skip
REVIEW = Item(1, 1, ItemKind.INFORMATION, Texts(nl="Verslag"), body=Texts(nl="Het jaar."))
AGENDA = (REVIEW, ACCOUNTS, BOARD)
RESULT = ResultFacts(
    announced_at=NOON,
    digest="e4" * 32,
    archive_head="d3" * 32,
    ballots=3,
    received=4,
    items=AGENDA,
    verdicts=verdicts(AGENDA, [(2, 1, 0), (0, 2, 1)], turnout(3)),
)
VOTE = VoteFacts(
    ordinal=1,
    state=VoteState.ANNOUNCED,
    roll=RollFacts(7, date(2026, 5, 15), "b1" * 32, 40, 0),
    paper_uuid="u" * 22,
    fingerprint="f" * 43,
    opened_at=NOON - timedelta(days=14),
    closed_at=NOON,
    result=RESULT,
)
MEETING = MeetingFacts(
    assembly_id=3,
    title=Texts(nl="Algemene vergadering"),
    held_on=date(2026, 6, 16),
    place=Texts(nl="De Markten"),
    is_second=False,
    agenda=AGENDA,
    votes=(VOTE,),
    notes={"item-2": Texts(nl="Niemand vraagt het woord.")},
)


def draft(**changes: Any) -> Minutes:
    return draft_minutes(replace(MEETING, **changes), Language.NL, "Europe/Brussels")


def of_vote(**changes: Any) -> Minutes:
    return draft(votes=(replace(VOTE, **changes),))


def codes(minutes: Minutes) -> dict[str, list[str]]:
    return {section.key: [line.code for line in section.lines] for section in minutes.sections}


def line(minutes: Minutes, code: str) -> MinutesLine:
    return next(each for section in minutes.sections for each in section.lines if each.code == code)


def figures(minutes: Minutes, code: str) -> Mapping[str, object]:
    return line(minutes, code).figures


def test_an_ordinary_assembly_is_told_in_its_order() -> None:
    assert codes(draft()) == {
        "meeting": ["held", "entitled"],
        "vote-1": ["hours", "turnout", "replaced", "announced"],
        "item-1": ["text", "noted"],
        "item-2": ["question", "text", "verdict", "formula"],
        "item-3": ["question", "verdict", "formula"],
        "closing": [],
    }


def test_every_line_is_said_in_four_languages_without_a_place_left_open() -> None:
    changed = of_vote(
        changes=(HoursFacts(False, NOON, NOON + timedelta(hours=1), Texts(fr="Panne")),),
        incidents=(IncidentFacts(1, NOON, None, Texts(fr="Panne"), Texts(fr="Tous")),),
    )
    for section in changed.sections:
        for text in (section.title, *(each.text for each in section.lines)):
            assert not text.missing(), text
            assert all("%(" not in text.in_language(language).text for language in LANGUAGES)


def test_figures_are_those_of_the_evidence() -> None:
    found = draft()
    assert figures(found, "replaced") == {"received": 4, "replaced": 1}
    assert figures(found, "turnout") == {"ballots": 3, "size": 40}
    verdict_lines = {section.key: section.lines[-2].figures for section in found.sections if len(section.lines) > 2}
    assert verdict_lines["item-2"] == {
        "item": 2, "outcome": "adopted", "ballots": 3, "for": 2, "against": 1, "abstain": 0,
    }  # fmt: skip
    assert verdict_lines["item-3"] == {"item": 3, "outcome": "elected", "ballots": 3, "choice_1": 2, "choice_2": 1}


def test_nobody_replaced_a_ballot_and_minutes_do_not_speak_of_it() -> None:
    assert "replaced" not in codes(of_vote(result=replace(RESULT, received=3)))["vote-1"]


def test_a_second_meeting_without_a_place_and_people_added_late_are_said() -> None:
    roll = replace(VOTE.roll, added=2) if VOTE.roll else None
    found = draft(is_second=True, place=Texts(), votes=(replace(VOTE, roll=roll),))
    assert codes(found)["meeting"] == ["held", "second", "entitled", "added"]
    assert figures(found, "added") == {"added": 2}
    assert "De Markten" not in line(found, "held").text.nl and "De Markten" in line(draft(), "held").text.nl


def test_two_votes_on_one_list_tell_of_it_once() -> None:
    found = draft(votes=(VOTE, replace(VOTE, ordinal=2)))
    assert codes(found)["meeting"] == ["held", "entitled"]
    assert codes(found)["item-2"].count("verdict") == 2


@pytest.mark.parametrize(("is_early", "code"), [(False, "extended"), (True, "closed_early")])
def test_changed_hours_are_told_with_their_reason(is_early: bool, code: str) -> None:
    change = HoursFacts(is_early, NOON, NOON + timedelta(hours=1), Texts.same("Panne"))
    found = of_vote(changes=(change,))
    assert "Panne" in line(found, code).text.fr
    assert set(figures(found, code)) == {"at", "until"}


@pytest.mark.parametrize(("state", "code"), [(VoteState.CANCELLED, "cancelled"), (VoteState.ENDED, "ended")])
def test_a_vote_without_a_result_says_why_and_decides_nothing(state: VoteState, code: str) -> None:
    found = of_vote(state=state, result=None, reason="Sleutels kwijt", opened_at=None, closed_at=None)
    assert codes(found)["vote-1"] == [code] and "Sleutels kwijt" in line(found, code).text.nl
    assert codes(found)["item-2"] == [] and codes(found)["item-1"] == ["text", "noted"]


def test_an_assembly_without_a_list_has_no_one_entitled() -> None:
    assert codes(of_vote(roll=None, result=None))["meeting"] == ["held"]


def test_an_item_that_is_only_noted_needs_no_text() -> None:
    bare = replace(REVIEW, body=Texts())
    assert codes(draft(agenda=(bare,), votes=()))["item-1"] == ["noted"]


def test_incidents_are_told_with_what_was_added_until_they_end() -> None:
    lasting = IncidentFacts(1, NOON, None, Texts(nl="Geen site"), Texts(nl="Iedereen."))
    ended = replace(lasting, number=2, ended_at=NOON, notes=(NoteFacts(NOON, Texts(nl="Hersteld")),))
    found = of_vote(incidents=(lasting, ended))
    assert codes(found)["incidents"] == ["incident", "incident", "incident_note"]
    first, second, _note = next(each for each in found.sections if each.key == "incidents").lines
    assert "Geen site. " in first.text.nl and "Iedereen." in first.text.nl
    assert "ended_at" not in first.figures and second.figures["ended_at"] == NOON.isoformat()


def test_quorum_figures_stand_in_the_verdict() -> None:
    found = verdicts(WITH_QUORUM, [(5, 2, 1), (4, 4, 0), (6, 1, 1), (1, 7, 3, 2), (2, 6, 0, 3)], turnout(8))
    told = draft(agenda=WITH_QUORUM, votes=(replace(VOTE, result=replace(RESULT, items=WITH_QUORUM, verdicts=found)),))
    accounts = next(each for each in told.sections if each.key == "item-3").lines
    assert {"present_1", "needed_1"} <= set(next(each for each in accounts if each.code == "verdict").figures)


def test_votes_whose_result_is_not_announced_are_named() -> None:
    votes = tuple(replace(VOTE, ordinal=place, state=state) for place, state in enumerate(VoteState, start=1))
    undecided = {votes[ordinal - 1].state for ordinal in undecided_votes(replace(MEETING, votes=votes))}
    assert undecided == {VoteState.LOCKED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED}


def test_a_record_is_read_as_it_was_written() -> None:
    for each in (draft(), SAMPLES["minutes"]):
        written = MINUTES.encode(each, 2)
        assert MINUTES.encode(read_minutes(written), 2) == written


def test_a_line_with_other_figures_is_named_and_one_with_other_words_is_not() -> None:
    now = draft()
    reworded = replace(now, sections=tuple(replace(each, note=Texts(), title=Texts()) for each in now.sections))
    assert differences(reworded, now) == ()
    forged = of_vote(result=replace(RESULT, ballots=4))
    found = differences(forged, now)
    assert ("vote-1", "turnout") in {(each.section, each.code) for each in found}
    turnout_line = next(each for each in found if each.code == "turnout")
    assert turnout_line.written != turnout_line.found


def test_a_line_that_was_left_out_or_put_in_is_named() -> None:
    now = draft()
    shorter = replace(now, sections=tuple(replace(each, lines=each.lines[1:]) for each in now.sections[:1]))
    one = replace(now, sections=now.sections[:1])
    assert differences(shorter, one) == (Difference("meeting", "held", None, {"held_on": "2026-06-16"}),)
    assert differences(one, shorter) == (Difference("meeting", "held", {"held_on": "2026-06-16"}, None),)


def test_the_same_code_twice_in_a_section_is_compared_place_by_place() -> None:
    def of(*counts: int) -> Minutes:
        lines = tuple(MinutesLine("verdict", Texts.same("x"), {"for": count}, digest="ab" * 32) for count in counts)
        return replace(draft(), sections=(Section("item-2", Texts.same("2"), lines),))

    found = differences(of(1, 2), of(1, 3))
    assert [(each.written, each.found) for each in found] == [
        ({"for": 2, "digest": "ab" * 32}, {"for": 3, "digest": "ab" * 32})
    ]
