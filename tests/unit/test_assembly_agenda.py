"""What may stand on an agenda."""

from dataclasses import replace
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.items import (
    Choice,
    Item,
    ItemKind,
    MissingText,
    VotingMethod,
    agenda_problems,
    describe_gaps,
    item_problems,
    missing_texts,
)
from govapp.kernel.texts import Language, Texts

DECISION = Item(1, 1, ItemKind.DECISION, Texts.same("Accounts"), method=VotingMethod.DECISION)
ELECTION = Item(
    2,
    2,
    ItemKind.ELECTION,
    Texts.same("Director"),
    method=VotingMethod.APPROVAL,
    seats=1,
    choices=(Choice(Texts.same("Ada")), Choice(Texts.same("Bo"))),
)
STRATEGY = Item(
    3,
    3,
    ItemKind.STRATEGY,
    Texts.same("Plan"),
    method=VotingMethod.APPROVAL,
    choices=(Choice(Texts.same("More")), Choice(Texts.same("Less"))),
)
REPORT = Item(4, 4, ItemKind.INFORMATION, Texts.same("Report"))


def sentences(*items: Item) -> list[str]:
    return [problem.sentence for problem in agenda_problems(items)]


def test_a_whole_agenda_has_no_problems() -> None:
    assert sentences(DECISION, ELECTION, STRATEGY, REPORT) == []


def test_an_empty_agenda_says_so() -> None:
    assert sentences() == ["The agenda is empty. Add at least one item."]


def test_an_agenda_on_which_nothing_is_voted_needs_no_ballot_paper() -> None:
    assert sentences(REPORT) == ["Nothing on this agenda is voted. Add a decision, an election or a strategy item."]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (replace(DECISION, title=Texts()), "no title"),
        (replace(DECISION, method=VotingMethod.APPROVAL), "does not fit its kind"),
        (replace(DECISION, method=None), "does not fit its kind"),
        (replace(REPORT, method=VotingMethod.DECISION), "does not fit its kind"),
        (replace(ELECTION, seats=0), "how many seats"),
        (replace(ELECTION, seats=31), "how many seats"),
        (replace(ELECTION, choices=()), "without candidates"),
        (replace(ELECTION, choices=(Choice(Texts.same("Ada")), Choice(Texts(fr="ADA")))), "twice"),
        (replace(ELECTION, choices=(Choice(Texts()),)), "without a name"),
        (replace(ELECTION, choices=tuple(Choice(Texts.same(f"N{n}")) for n in range(31))), "Split it"),
        (replace(STRATEGY, choices=STRATEGY.choices[:1]), "at least two"),
        (replace(STRATEGY, maximum=3), "only 2"),
    ],
)
def test_each_fault_of_an_item_has_its_sentence(item: Item, words: str) -> None:
    (problem,) = item_problems(item)
    assert words in problem.sentence
    assert str(item.number) in problem.sentence


def test_a_missing_translation_is_flagged_with_its_language_and_does_not_block() -> None:
    partly = replace(DECISION, title=Texts(fr="Comptes", nl="Rekeningen"))
    assert missing_texts((partly, REPORT)) == (MissingText(1, (Language.EN, Language.DE)),)
    assert describe_gaps((partly, REPORT)) == "1 (EN, DE)"
    assert describe_gaps((REPORT,)) == ""
    assert item_problems(partly) == ()


def test_a_ballot_holds_no_more_names_than_seats_and_no_more_than_there_are() -> None:
    assert ELECTION.most_picks == 1
    assert replace(ELECTION, seats=5).most_picks == 2
    assert STRATEGY.most_picks == 2
    assert replace(STRATEGY, maximum=1).most_picks == 1


def test_a_half_must_be_passed_where_options_need_it() -> None:
    needed = replace(STRATEGY, threshold=Fraction(1, 2)).needed
    assert needed is not None
    assert needed.is_strict
    assert STRATEGY.needed is None
