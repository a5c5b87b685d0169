"""What the minutes say of written questions: what was asked before the meeting, and what was answered."""

from collections.abc import Callable, Iterator
from typing import Final

from govapp.assembly.agenda.rules.questions import Answer, AnswerKind, AskedQuestion, WrittenQuestions
from govapp.assembly.minutes.rules.record import Figure, MinutesLine, ProofKind
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts
from govapp.language.translator import Translator

Say = Callable[..., Texts]
"""Writes a sentence in four languages, with its places filled in."""
InAll = Callable[[Callable[[Translator], str]], Texts]
"""Writes in each language what a function makes with its translator."""

_ANSWERS: Final = {
    AnswerKind.WRITTEN: N_("Answered in writing: %(answer)s"),
    AnswerKind.MEETING: N_("Answered in the meeting: %(answer)s"),
    AnswerKind.REFUSED: N_("Not answered. Reason: %(answer)s"),
}


def question_lines(asked: WrittenQuestions, say: Say, in_all: InAll) -> Iterator[MinutesLine]:
    """Yield how many questions stand, each with its answer, and those that have none. Names only where chosen."""
    count = len(asked.standing)
    total = in_all(
        lambda said: said.ngettext(
            "%(count)s question was asked in writing before the meeting.",
            "%(count)s questions were asked in writing before the meeting.",
            count,
        )
    )
    yield MinutesLine("asked", total, {"asked": count}, ProofKind.QUESTIONS)
    for answer in asked.answers:
        yield from (_question(each, say) for each in answer.questions)
        yield _answer(answer, say)
    yield from (_question(each, say) for each in asked.open)
    if asked.open:
        open_ones = in_all(
            lambda said: said.ngettext(
                "%(count)s question has no answer in these minutes.",
                "%(count)s questions have no answer in these minutes.",
                len(asked.open),
            )
        )
        yield MinutesLine("unanswered", open_ones, {"unanswered": len(asked.open)}, ProofKind.QUESTIONS)


def _question(question: AskedQuestion, say: Say) -> MinutesLine:
    words = N_("Question %(number)s: %(text)s")
    if question.shows_name:
        words = N_("Question %(number)s, of %(name)s: %(text)s")
    said = say(words, number=question.number, name=question.asker, text=question.words)
    figures: dict[str, Figure] = {"number": question.number, "asked_at": question.asked_at.isoformat()}
    return MinutesLine("written_question", said, figures, ProofKind.QUESTIONS)


def _answer(answer: Answer, say: Say) -> MinutesLine:
    figures: dict[str, Figure] = {"how": answer.kind.value, "at": answer.answered_at.isoformat()}
    if not answer.text:
        return MinutesLine("answered", say(N_("Answered in the meeting.")), figures, ProofKind.QUESTIONS)
    said = say(_ANSWERS[answer.kind], answer=answer.text)
    return MinutesLine("answered", said, figures, ProofKind.QUESTIONS)
