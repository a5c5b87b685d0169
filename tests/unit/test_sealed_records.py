"""What is sealed with a ballot paper: what must be there, and how older records are read."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from govapp.assembly.agenda.rules.items import Document, Item, ItemKind
from govapp.assembly.votes.rules.recomputing import sealed_items, sealed_meeting
from govapp.assembly.votes.rules.record import (
    RULES,
    SealedMeeting,
    SealedRules,
    require_rest_as_sealed,
)
from govapp.assembly.votes.rules.sealed_agenda import (
    AgendaNotAsSealed,
    DocumentsNotAsSealed,
    MeetingNotAsSealed,
    SealedAgenda,
)
from govapp.ballots.rules.sealed import read_sealed_questions
from govapp.ballots.rules.sealed_assembly import ASSEMBLY, encode_sealed
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from pybelenios.errors import Malformed
from tests.golden.samples import AGENDA, SAMPLES

MEETING = SealedMeeting(3, Texts.same("Assembly"), date(2026, 6, 16), is_second=True)
REPORT = Document(Texts.same("Report"), "d7" * 32, "report.pdf")
SHOWN = SealedAgenda(Texts.same("Hall"), date(2026, 5, 15), AGENDA, (REPORT,))
SEALED = SealedRules("5a" * 32, AGENDA[:3], MEETING, SHOWN)
QUESTIONS = [{"item": 3, "title": {"en": "Accounts"}, "answers": []}]


@pytest.mark.parametrize(
    ("sealed", "missing"), [(replace(SEALED, meeting=None), "meeting"), (replace(SEALED, agenda=None), "agenda")]
)
def test_the_newest_rules_cannot_be_sealed_without_their_meeting_and_their_agenda(
    sealed: SealedRules, missing: str
) -> None:
    with pytest.raises(ValueError, match=missing):
        RULES.encode(sealed, RULES.newest)


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
    require_rest_as_sealed(AGENDA, replace(MEETING, is_second=False), SHOWN, older)


def test_a_record_that_seals_meeting_and_agenda_is_not_written_without_them() -> None:
    with pytest.raises(ValueError, match="since version 3"):
        RULES.encode(SealedRules("5a" * 32, AGENDA[:3]), 3)
    with pytest.raises(ValueError, match="since version 4"):
        RULES.encode(SealedRules("5a" * 32, AGENDA[:3], MEETING), 4)
    with pytest.raises(ValueError, match="since version"):
        RULES.encode(SealedRules("5a" * 32, AGENDA[:3], MEETING), RULES.newest)


def test_rules_of_now_hold_meeting_and_items_themselves() -> None:
    record = RULES.encode(SEALED, RULES.newest)
    assert [item.number for item in sealed_items(record, QUESTIONS)] == [1, 2, 3]
    assert sealed_meeting(record, replace(MEETING, is_second=False)) == MEETING
    require_rest_as_sealed(AGENDA[:3], MEETING, SHOWN, record)
    with pytest.raises(MeetingNotAsSealed):
        require_rest_as_sealed(AGENDA[:3], replace(MEETING, is_second=False), SHOWN, record)
    for changed in (AGENDA[1:3], (replace(AGENDA[0], title=Texts.same("Another")), *AGENDA[1:3])):
        with pytest.raises(AgendaNotAsSealed) as refused:
            require_rest_as_sealed(changed, MEETING, SHOWN, record)
        assert refused.value.params == {"item": 1}


def test_rules_of_before_the_agenda_was_sealed_hold_whatever_is_shown_beside_them() -> None:
    older = RULES.encode(SEALED, 3)
    require_rest_as_sealed(AGENDA[:3], MEETING, replace(SHOWN, place=Texts.same("Elsewhere"), documents=()), older)


def test_rules_of_before_the_second_meeting_was_sealed_hold_whatever_it_is_now() -> None:
    older = RULES.encode(SEALED, 4)
    other = replace(AGENDA[0], old_text=Texts.same("Article 3"))
    now = replace(SHOWN, items=(other, *AGENDA[1:]))
    require_rest_as_sealed(AGENDA[:3], replace(MEETING, first_id=2, second_on=date(2026, 7, 3)), now, older)
    assert sealed_meeting(older, MEETING) == MEETING


@pytest.mark.parametrize("changed", [{"first_id": 4}, {"first_id": None}, {"second_on": date(2026, 7, 4)}])
def test_the_first_meeting_and_the_announced_second_are_compared_with_what_was_sealed(
    changed: dict[str, Any],
) -> None:
    meeting = replace(MEETING, first_id=2, second_on=date(2026, 7, 3))
    record = RULES.encode(replace(SEALED, meeting=meeting), RULES.newest)
    assert sealed_meeting(record, MEETING) == meeting
    with pytest.raises(MeetingNotAsSealed):
        require_rest_as_sealed(AGENDA[:3], replace(meeting, **changed), SHOWN, record)


@pytest.mark.parametrize(
    ("changed", "kind", "params"),
    [
        (replace(SHOWN, place=Texts.same("Elsewhere")), MeetingNotAsSealed, {}),
        (replace(SHOWN, record_date=date(2026, 5, 16)), MeetingNotAsSealed, {}),
        (replace(SHOWN, documents=()), DocumentsNotAsSealed, {}),
        (replace(SHOWN, documents=(replace(REPORT, title=Texts.same("Another")),)), DocumentsNotAsSealed, {}),
        (replace(SHOWN, items=AGENDA[:-1]), AgendaNotAsSealed, {"item": 6}),
        (replace(SHOWN, items=(replace(AGENDA[0], body=Texts.same("x")), *AGENDA[1:])), AgendaNotAsSealed, {"item": 1}),
        (
            replace(SHOWN, items=(replace(AGENDA[0], new_text=Texts.same("x")), *AGENDA[1:])),
            AgendaNotAsSealed,
            {"item": 1},
        ),
        (
            replace(SHOWN, items=(AGENDA[0], replace(AGENDA[1], documents=(REPORT,)), *AGENDA[2:])),
            AgendaNotAsSealed,
            {"item": 2},
        ),
    ],
    ids=[
        "place",
        "record date",
        "no document",
        "title of a document",
        "an item less",
        "a text",
        "a new text",
        "a document more",
    ],
)
def test_whatever_else_is_shown_is_compared_with_what_was_sealed(
    changed: SealedAgenda, kind: type[Refusal], params: dict[str, int]
) -> None:
    record = RULES.encode(SEALED, RULES.newest)
    with pytest.raises(kind) as refused:
        require_rest_as_sealed(AGENDA[:3], MEETING, changed, record)
    assert refused.value.params == params


def test_an_item_without_its_question_keeps_no_title() -> None:
    record = RULES.encode(SEALED, RULES.newest)
    assert sealed_items(record, [])[2].title == Texts()


def test_an_election_record_without_its_member_is_malformed() -> None:
    with pytest.raises(Malformed):
        read_sealed_questions(b"{}")
