"""What a giver asks for is put where it stands on the ballot paper, and nowhere else."""

from govapp.ballots.rules import PaperAnswer, PaperQuestion, QuestionType
from govapp.ballots.views.same import places_of
from govapp.declarations import ProxyInstructions
from govapp.kernel.texts import Texts

ANSWERS = tuple(PaperAnswer(Texts.same(name)) for name in ("For", "Against", "Abstain"))


def question(item: int, kind: QuestionType = QuestionType.DECISION) -> PaperQuestion:
    return PaperQuestion(
        item=item, kind=kind, title=Texts.same("Accounts"), text=Texts(), answers=ANSWERS, minimum=1, maximum=1
    )


def test_an_answer_that_was_asked_for_stands_by_its_question() -> None:
    asked = ProxyInstructions({2: "For", 5: "Abstention", 9: "For"}, "", {2: 0, 5: 2, 9: 0})
    questions = [question(2), question(3), question(5), question(9, QuestionType.MOTION)]
    assert places_of(asked, questions) == {0: 0, 2: 2}
    assert places_of(ProxyInstructions(note="As you like"), questions) == {}
