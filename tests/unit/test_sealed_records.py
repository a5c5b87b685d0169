"""What is sealed with a ballot paper: what must be there, and how older records are read."""

from dataclasses import replace
from datetime import date

import pytest

from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.votes.rules.recomputing import sealed_items, sealed_meeting
from govapp.assembly.votes.rules.record import (
    RULES,
    AgendaNotAsSealed,
    MeetingNotAsSealed,
    SealedMeeting,
    SealedRules,
    require_rest_as_sealed,
)
from govapp.ballots.rules.sealed import read_sealed_questions
from govapp.ballots.rules.sealed_assembly import ASSEMBLY, encode_sealed
from govapp.kernel.texts import Texts
from pybelenios.errors import Malformed
from tests.golden.samples import AGENDA, SAMPLES

MEETING = SealedMeeting(3, Texts.same("Assembly"), date(2026, 6, 16), is_second=True)
QUESTIONS = [{"item": 3, "title": {"en": "Accounts"}, "answers": []}]


def test_the_newest_rules_cannot_be_sealed_without_their_meeting() -> None:
    with pytest.raises(ValueError, match="meeting"):
        RULES.encode(SealedRules("5a" * 32, AGENDA), RULES.newest)


def test_the_newest_member_cannot_be_sealed_without_a_rule_for_the_hours() -> None:
    older = replace(SAMPLES["assembly"], window=None)
    with pytest.raises(ValueError, match="hours"):
        ASSEMBLY.encode(older, ASSEMBLY.newest)
    assert ASSEMBLY.version_of(encode_sealed(older)) == 0
    assert ASSEMBLY.version_of(encode_sealed(SAMPLES["assembly"])) == ASSEMBLY.newest


def test_rules_of_before_take_meeting_and_items_that_nobody_votes_on_from_what_is_known() -> None:
    older = RULES.encode(SealedRules("5a" * 32, AGENDA[:3]), 2)
    noted = Item(2, 2, ItemKind.ACKNOWLEDGEMENT, Texts.same("Reserves"))
    assert [item.number for item in sealed_items(older, QUESTIONS, [noted])] == [2, 3]
    assert sealed_meeting(older, MEETING) is MEETING
    require_rest_as_sealed(AGENDA, replace(MEETING, is_second=False), older)


def test_rules_of_now_hold_meeting_and_items_themselves() -> None:
    record = RULES.encode(SealedRules("5a" * 32, AGENDA[:3], MEETING), RULES.newest)
    assert [item.number for item in sealed_items(record, QUESTIONS)] == [1, 2, 3]
    assert sealed_meeting(record, replace(MEETING, is_second=False)) == MEETING
    require_rest_as_sealed(AGENDA[:3], MEETING, record)
    with pytest.raises(MeetingNotAsSealed):
        require_rest_as_sealed(AGENDA[:3], replace(MEETING, is_second=False), record)
    for changed in (AGENDA[1:3], (replace(AGENDA[0], title=Texts.same("Another")), *AGENDA[1:3])):
        with pytest.raises(AgendaNotAsSealed) as refused:
            require_rest_as_sealed(changed, MEETING, record)
        assert refused.value.params == {"item": 1}


def test_an_item_without_its_question_keeps_no_title() -> None:
    record = RULES.encode(SealedRules("5a" * 32, AGENDA[:3], MEETING), RULES.newest)
    assert sealed_items(record, [])[2].title == Texts()


def test_an_election_record_without_its_member_is_malformed() -> None:
    with pytest.raises(Malformed):
        read_sealed_questions(b"{}")
