"""The course of a decision, the terms of a mandate, and the texts to copy: plain functions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from govapp.assembly.minutes.rules.decisions import (
    DecisionKey,
    DecisionReasonMissing,
    DecisionRow,
    DecisionState,
    DecisionStep,
    DecisionUnchanged,
    FollowUp,
    check_step,
)
from govapp.assembly.minutes.rules.filings import Filing, bank_text, gazette_text
from govapp.assembly.minutes.rules.mandates import (
    ElectedPlace,
    MandateBody,
    MandateDaysReversed,
    MandateEnd,
    MandateRow,
    changes_of,
    check_days,
    is_over_the_limit,
    last_day,
    term_of,
)
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import translator_for

DAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 18, tzinfo=UTC)
OPEN, DONE, DROPPED = (FollowUp("Board", DAY, state) for state in DecisionState)
MANDATE = MandateRow(
    1, "Nora El Amrani", MandateBody.DIRECTOR, DAY, date(2030, 6, 15), 1, ElectedPlace(3, 1, 4, 0), "", AT, "Secretary"
)


@pytest.mark.parametrize("wanted", [DONE, replace(OPEN, owner="An"), replace(OPEN, reason="Asked the bank")])
def test_a_step_needs_something_new(wanted: FollowUp) -> None:
    check_step(OPEN, wanted)
    with pytest.raises(DecisionUnchanged):
        check_step(wanted, replace(wanted, reason=""))


def test_whoever_drops_a_decision_or_opens_it_again_says_why() -> None:
    for then, now in ((OPEN, DROPPED), (DONE, OPEN), (DROPPED, OPEN)):
        with pytest.raises(DecisionReasonMissing):
            check_step(then, now)
        check_step(then, replace(now, reason="The bank refuses"))
    check_step(replace(DROPPED, owner="An"), DROPPED)


def test_a_decision_is_open_until_somebody_says_otherwise_and_late_after_its_day() -> None:
    row = DecisionRow(DecisionKey(3, 1, 2), Texts(nl="Vergadering"), DAY, Texts(nl="Rekening"), {}, "0" * 64, True)
    assert row.now == FollowUp() and not row.is_late(DAY)
    due = replace(row, steps=(DecisionStep(OPEN, AT, "Secretary"),))
    assert not due.is_late(DAY) and due.is_late(date(2026, 6, 16))
    done = replace(due, steps=(*due.steps, DecisionStep(DONE, AT, "Secretary")))
    assert done.now is DONE and not done.is_late(date(2027, 1, 1))


def test_terms_are_counted_by_name_and_body() -> None:
    assert term_of([MANDATE], "nora el amrani", MandateBody.DIRECTOR) == 2
    assert term_of([MANDATE], "Nora El Amrani", MandateBody.AUDITOR) == 1
    assert term_of([MANDATE], "Somebody Else", MandateBody.DIRECTOR) == 1


def test_a_term_has_the_length_and_the_number_that_the_statutes_set() -> None:
    assert last_day(DAY, 4) == date(2030, 6, 15)
    assert last_day(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert not is_over_the_limit(9, None)
    assert not is_over_the_limit(2, 1)
    assert is_over_the_limit(3, 1)
    check_days(DAY, date(2026, 6, 16))
    with pytest.raises(MandateDaysReversed):
        check_days(DAY, DAY)


def test_a_mandate_is_held_until_the_day_on_which_it_ended() -> None:
    ended = replace(MANDATE, ended_on=date(2027, 1, 1), end=MandateEnd.RESIGNATION)
    assert MANDATE.is_held_on(date(2031, 1, 1)) and not MANDATE.is_held_on(date(2026, 6, 14))
    assert ended.is_held_on(date(2026, 12, 31)) and not ended.is_held_on(date(2027, 1, 1))


def test_the_extract_names_who_was_appointed_and_whose_mandate_ended() -> None:
    gone = replace(MANDATE, id=2, name="Jan Claes", election=None, ended_on=DAY, end=MandateEnd.RESIGNATION)
    appointed, ended = changes_of([MANDATE, gone], 3, DAY)
    assert (appointed, ended) == ([MANDATE], [gone])
    filing = Filing("Ambora", Texts(nl="Jaarvergadering", fr="Assemblée annuelle"), DAY, are_accounts_approved=True)
    for language in Language:
        said = gazette_text(filing, appointed, ended, translator_for(language))
        assert all(name in said for name in ("Ambora", "Nora El Amrani", "Jan Claes")) and "art" not in said.split()
    committee = replace(MANDATE, body=MandateBody.OTHER)
    said = gazette_text(filing, [committee], [], translator_for(Language.NL))
    assert len(said.splitlines()) == 2


def test_the_list_for_the_deposit_has_everybody_of_the_year() -> None:
    gone = replace(MANDATE, id=2, name="Jan Claes", started_on=date(2020, 6, 1), ended_on=date(2026, 1, 31))
    gone = replace(gone, end=MandateEnd.DISMISSAL)
    long_gone = replace(gone, name="Piet Long Gone", ended_on=date(2024, 1, 31))
    committee = replace(MANDATE, name="In a Committee", body=MandateBody.OTHER)
    future = replace(MANDATE, name="To Come", started_on=date(2027, 1, 1))
    filing = Filing("Ambora", Texts(nl="Jaarvergadering"), DAY, are_accounts_approved=True)
    said = bank_text(filing, [MANDATE, gone, long_gone, future, committee], translator_for(Language.FR))
    assert "Nora El Amrani" in said and "Jan Claes" in said
    assert "Long Gone" not in said and "To Come" not in said
    assert len(said.splitlines()) == 4
    nobody = bank_text(replace(filing, are_accounts_approved=False), [], translator_for(Language.FR))
    assert len(nobody.splitlines()) == 2
