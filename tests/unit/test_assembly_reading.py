"""How long voting takes, and how many are said to have voted."""

import pytest

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, VotingMethod
from govapp.assembly.convocation.rules.reading import coarse_count, count_words, voting_minutes
from govapp.kernel.texts import Language, Texts


@pytest.mark.parametrize(
    ("words", "questions", "minutes"),
    [(0, 0, 1), (0, 3, 1), (200, 0, 1), (200, 1, 2), (120, 4, 2), (1_200, 4, 8), (12_000, 9, 63)],
)
def test_minutes_follow_from_words_and_questions_and_are_rounded_up(words: int, questions: int, minutes: int) -> None:
    assert voting_minutes(words, questions) == minutes


def test_the_words_are_those_that_a_reader_of_the_language_finds() -> None:
    item = Item(
        1,
        1,
        ItemKind.ELECTION,
        Texts(nl="Wie wordt bestuurder?", fr="Qui ?"),
        Texts(nl="Kies er twee."),
        VotingMethod.APPROVAL,
        seats=2,
        choices=(Choice(Texts.same("Nora Maes"), Texts(nl="Vertaalster in Brussel")), Choice(Texts.same("Karim"))),
    )
    assert count_words((item,), Language.NL) == 3 + 3 + 2 + 3 + 1
    # What is not there in French is read in Dutch.
    assert count_words((item,), Language.FR) == 2 + 3 + 2 + 3 + 1


@pytest.mark.parametrize(
    ("voters", "said"),
    [(0, 0), (19, 0), (20, 10), (21, 20), (199, 190), (200, 150), (201, 200), (999, 950), (1_000, 900), (9_214, 9_200)],
)
def test_the_figure_is_coarse_and_more_than_it_have_voted(voters: int, said: int) -> None:
    assert coarse_count(voters) == said
    assert said < voters or voters == 0
