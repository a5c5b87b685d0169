"""Who may be added to a frozen voting list, and for which reason."""

from datetime import date

import pytest

from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.shares.ledger.rules.movements import Position
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.rolls.rules.additions import (
    MAX_REASON_CHARACTERS,
    AdditionReasonNeeded,
    NotEntitled,
    checked_reason,
    entry_to_add,
)
from govapp.shares.rolls.rules.roll import RollCandidate

DAY = date(2026, 5, 15)


def candidate(paid_shares: int) -> RollCandidate:
    held = Position(shares=2, paid_in_cents=paid_shares * 3000, paid_shares=paid_shares, since=DAY)
    return RollCandidate(12, 4, PartyKind.NATURAL, "Lieve Peeters", Category.MEMBER, "nl", "lieve@mail.example", held)


def test_whoever_was_entitled_comes_last_on_the_list() -> None:
    entry = entry_to_add(candidate(1), DAY, 31)
    assert (entry.position, entry.holder_id, entry.number, entry.name) == (31, 12, 4, "Lieve Peeters")


def test_whoever_had_no_right_is_refused_with_the_reason_in_the_readers_words() -> None:
    with pytest.raises(NotEntitled) as refused:
        entry_to_add(candidate(0), DAY, 31)
    said, _help = translator_for(Language.NL).describe_refusal(refused.value)
    assert said.startswith("Volgens het register had vennoot 4 op 15")
    assert "Aandeel niet betaald" in said


@pytest.mark.parametrize("said", ["", "forgotten", "x" * 40, "a b c", "word " * MAX_REASON_CHARACTERS])
def test_a_mark_is_no_reason(said: str) -> None:
    with pytest.raises(AdditionReasonNeeded):
        checked_reason(said)


def test_a_reason_keeps_its_lines() -> None:
    assert checked_reason(" The payment was\r\n recorded late ") == "The payment was\n recorded late"
