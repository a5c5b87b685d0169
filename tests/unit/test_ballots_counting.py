"""What this service cannot count is refused by name, and never dropped out of a count."""

from dataclasses import replace
from typing import cast

import pytest

from govapp.assembly.agenda.rules.items import VotingMethod
from govapp.assembly.votes.rules.paper import paper_questions, verdicts
from govapp.ballots.rules import PaperQuestion
from govapp.ballots.rules.counting import countable_questions, counts_of
from govapp.ballots.rules.refusals import MethodNotCounted, RankingNotCounted
from packages.pybelenios.tests.alterations import VECTORS
from pybelenios.election import Question, Ranking, read_election
from tests.factories.ballots import decision
from tests.factories.verdicts import turnout
from tests.unit.test_assembly_paper import PLAN


def test_counts_stay_what_they_are() -> None:
    assert counts_of(((1, 2, 3), (0, 4))) == ((1, 2, 3), (0, 4))


def test_an_outcome_with_a_ranking_is_refused_and_names_the_question() -> None:
    with pytest.raises(RankingNotCounted) as refused:
        counts_of(((1, 1, 1), ((0, 0, 0), (1, 2, 3), (3, 1, 2))))
    assert refused.value.params == {"question": 2}


def test_a_ranking_among_the_questions_is_refused_before_anything_is_counted() -> None:
    asked = Question("Accounts", ("For", "Against"), 1, 1)
    assert countable_questions((asked,)) == (asked,)
    with pytest.raises(RankingNotCounted) as refused:
        countable_questions((asked, Ranking("Priorities", ("A", "B"))))
    assert refused.value.params == {"question": 2}
    record = read_election((VECTORS / "single-nh" / "election.json").read_bytes())
    with pytest.raises(RankingNotCounted):
        countable_questions(record.questions)


def test_a_question_of_an_unknown_type_is_refused_with_its_item() -> None:
    with pytest.raises(MethodNotCounted) as refused:
        PaperQuestion.from_row(decision(item=4).to_row() | {"kind": "ranking"})
    assert refused.value.params == {"item": 4, "method": "ranking"}


def test_an_item_of_an_unknown_method_gets_neither_a_question_nor_a_verdict() -> None:
    ranked = replace(PLAN, method=cast("VotingMethod", "ranking"))
    with pytest.raises(MethodNotCounted):
        paper_questions((ranked,))
    with pytest.raises(MethodNotCounted):
        verdicts((ranked,), (), turnout(5))
