"""Reads of written questions: all of one assembly, with the answers in force and those that are public."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.assembly.agenda.models import (
    AnsweredQuestion,
    AnswerPublication,
    QuestionAnswer,
    QuestionDeadline,
    QuestionWithdrawal,
    WrittenQuestion,
)
from govapp.assembly.agenda.rules.questions import Answer, AnswerKind, AskedQuestion, WrittenQuestions, in_force
from govapp.kernel.texts import Language, Texts


def get_questions(session: Session, assembly_id: int) -> WrittenQuestions:
    """Return the written questions to an assembly, in the order in which they were asked."""
    deadline = (
        select(QuestionDeadline.until)
        .where(QuestionDeadline.assembly_id == assembly_id)
        .order_by(QuestionDeadline.id.desc())
    )
    questions = _questions(session, assembly_id)
    answers = _answers(session, assembly_id, {each.id: each for each in questions})
    return WrittenQuestions(
        until=session.scalars(deadline).first(),
        questions=questions,
        answers=in_force(answers),
        public=in_force(each for each in answers if each.published_at is not None),
        given=len(answers),
    )


def _questions(session: Session, assembly_id: int) -> tuple[AskedQuestion, ...]:
    statement = (
        select(WrittenQuestion, QuestionWithdrawal.withdrawn_at)
        .outerjoin(QuestionWithdrawal, QuestionWithdrawal.question_id == WrittenQuestion.id)
        .where(WrittenQuestion.assembly_id == assembly_id)
        .order_by(WrittenQuestion.number)
    )
    return tuple(
        AskedQuestion(
            id=row.id,
            number=row.number,
            asker_id=row.party_id,
            asker=row.name,
            language=Language(row.language),
            text=row.text,
            item_id=row.item_id,
            shows_name=row.shows_name,
            asked_at=row.asked_at,
            withdrawn_at=withdrawn_at,
        )
        for row, withdrawn_at in session.execute(statement)
    )


def _answers(session: Session, assembly_id: int, questions: dict[int, AskedQuestion]) -> tuple[Answer, ...]:
    links = (
        select(AnsweredQuestion.answer_id, AnsweredQuestion.question_id)
        .join(WrittenQuestion, WrittenQuestion.id == AnsweredQuestion.question_id)
        .where(WrittenQuestion.assembly_id == assembly_id)
        .order_by(WrittenQuestion.number)
    )
    answered = defaultdict(list)
    for answer_id, question_id in session.execute(links):
        answered[answer_id].append(questions[question_id])
    statement = (
        select(QuestionAnswer, AnswerPublication.published_at)
        .outerjoin(AnswerPublication, AnswerPublication.answer_id == QuestionAnswer.id)
        .where(QuestionAnswer.assembly_id == assembly_id)
        .order_by(QuestionAnswer.id)
    )
    return tuple(
        Answer(
            id=row.id,
            kind=AnswerKind(row.kind),
            text=Texts.from_dict(row.text),
            answered_at=row.answered_at,
            answered_by=row.answered_by_name,
            questions=tuple(answered[row.id]),
            published_at=published_at,
        )
        for row, published_at in session.execute(statement)
    )
