"""What of an item goes into another agenda."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from govapp.assembly.agenda.rules.copying import YearShift, fitting_rule, other_years
from govapp.assembly.agenda.rules.drafts import ItemDraft
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import Threshold, VoteBase, VoteRule

HALF, MORE = Threshold.of(Fraction(1, 2)), Threshold.of(Fraction(3, 4))
STATUTES = VoteRule(VoteBase.HEADS, HALF)
PLAIN = ItemDraft(ItemKind.DECISION, Texts.same("Plan"))
STRICT = replace(PLAIN, stricter=MORE, stricter_reason="Decided in March")


def test_the_years_of_the_meeting_move_and_others_stay() -> None:
    said = Texts(nl="Rekening 2025, vergadering 2026, wet van 2019, artikel 12025", fr="2025-2026 et 31/12/2025")
    moved = YearShift(2026, 1).moved(said)
    assert moved.nl == "Rekening 2026, vergadering 2027, wet van 2019, artikel 12025"
    assert moved.fr == "2026-2027 et 31/12/2026"


def test_years_that_are_over_are_named_in_order_and_each_once() -> None:
    said = "Plan 2024, wet van 2019, rekening 2025, vergadering 2026, plan 2024-2028, artikel 12019"
    assert other_years(said, date(2026, 5, 30)) == (2019, 2024)
    assert other_years("Rekening 2025, vergadering 2026", date(2026, 5, 30)) == ()


def test_a_stricter_majority_goes_along_where_it_is_still_stricter() -> None:
    assert fitting_rule(PLAIN, STATUTES) is PLAIN
    assert fitting_rule(STRICT, None) is STRICT
    assert fitting_rule(STRICT, STATUTES) is STRICT
    for now in (MORE, Threshold.of(Fraction(4, 5))):
        assert fitting_rule(STRICT, replace(STATUTES, threshold=now)) == PLAIN
