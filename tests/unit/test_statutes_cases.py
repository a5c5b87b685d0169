"""The worked cases of docs/statutes.md: each row of its table is a test, with its source."""

from fractions import Fraction

import pytest

from tools.cases import PAGE, Case, cases, page_with, table

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.number} {case.title}" for case in CASES])
def test_a_worked_case_is_decided_as_the_page_says(case: Case) -> None:
    decision = case.decision()
    assert case.source
    assert decision.outcome.value == case.verdict
    if case.fewest is not None:
        assert [test.fewest for test in decision.majority] == [case.fewest]


def test_the_page_shows_exactly_these_cases() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(CASES) >= 40
    assert page_with(table(), page) == page


def test_the_first_worked_example_shows_both_percentages() -> None:
    decision = CASES[10].decision()
    assert decision.of_decisive_votes == Fraction(625, 1000)
    assert not decision.majority[0].is_reached
    assert decision.is_quorum_met


def test_of_the_published_figures_both_percentages_are_exact() -> None:
    decision = CASES[0].decision()
    assert decision.of_decisive_votes == Fraction(502, 546)
    assert decision.of_ballots == Fraction(502, 738)
