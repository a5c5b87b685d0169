"""Written questions: a shareholder asks and withdraws; the secretary says until when, answers, and publishes."""

from textwrap import shorten
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from govapp.assembly.agenda.forms import AnswerForm, AskForm, QuestionDeadlineForm
from govapp.assembly.agenda.queries import list_items
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.questions import (
    ANSWER_NAMES,
    MAX_QUESTION_CHARACTERS,
    MAX_STANDING_QUESTIONS,
    AnswerKind,
    WrittenQuestions,
)
from govapp.assembly.agenda.service.questions import (
    AnswerQuestions,
    AskQuestion,
    answer_questions,
    ask_question,
    publish_answers,
    set_question_deadline,
    withdraw_question,
)
from govapp.assembly.agenda.views import bp
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.meeting.views.values import required_value, template_context, to_local, to_utc
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.errors import Forbidden, Refusal
from govapp.request_context import (
    actor,
    declarations,
    fresh,
    language,
    now,
    officers,
    read_only,
    refused,
    shareholders,
    transact,
    translator,
)

ASK = "/assemblies/<int:assembly_id>/questions"
MAX_LABEL_CHARACTERS: Final = 90
OFFICE = "/office/assemblies/<int:assembly_id>/questions"


@bp.get(ASK)
@shareholders
def questions(assembly_id: int) -> ResponseReturnValue:
    """Show the reader's own questions with what became of them, and the form for another one."""
    return _own_page(assembly_id, AskForm())


@bp.post(ASK)
@shareholders
def ask(assembly_id: int) -> ResponseReturnValue:
    """Ask a question; a form that cannot be taken comes back as it was filled in."""
    form = AskForm(request.form)
    with read_only() as work:
        form.offer(_items(work, assembly_id))
    if not form.validate():
        return _own_page(assembly_id, form), 422
    command = AskQuestion(
        assembly_id, form.text.data or "", language(), form.item.data or None, shows_name=bool(form.shows_name.data)
    )
    try:
        transact(lambda work: ask_question(work, command, declarations().list_rolls(work.session, assembly_id)))
    except (*MENDABLE, Forbidden) as refusal:
        status = refused(form, refusal)
        return _own_page(assembly_id, form), status
    flash(gettext("Your question is with the secretary. You are told by mail when it is answered."), "ok")
    return redirect(url_for("agenda.questions", assembly_id=assembly_id), code=303)


@bp.post(f"{ASK}/<int:number>/withdraw")
@shareholders
def withdraw(assembly_id: int, number: int) -> ResponseReturnValue:
    """Withdraw an own question."""
    try:
        transact(lambda work: withdraw_question(work, assembly_id, number))
    except MENDABLE as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
    else:
        flash(gettext("The question is withdrawn."), "ok")
    return redirect(url_for("agenda.questions", assembly_id=assembly_id), code=303)


@bp.get(OFFICE)
@officers(Role.SECRETARY, Role.AUDITOR)
def office_questions(assembly_id: int) -> ResponseReturnValue:
    """Show all questions of an assembly, with their answers."""
    return _office_page(assembly_id)


@bp.post(f"{OFFICE}/until")
@officers(Role.SECRETARY)
def questions_until(assembly_id: int) -> ResponseReturnValue:
    """Say until when questions are taken."""
    form = QuestionDeadlineForm(request.form)
    if not form.validate():
        return _office_page(assembly_id, deadline=form), 422
    until = to_utc(required_value(form.until.data))
    try:
        transact(lambda work: set_question_deadline(work, assembly_id, until))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _office_page(assembly_id, deadline=form), status
    flash(gettext("Saved. The notice and the page of the assembly name this hour."), "ok")
    return _to_office(assembly_id)


@bp.post(f"{OFFICE}/answer")
@officers(Role.SECRETARY)
def answer(assembly_id: int) -> ResponseReturnValue:
    """Answer the questions that are ticked; a form that cannot be taken comes back as it was filled in."""
    form = AnswerForm(request.form)
    with read_only() as work:
        row, asked = get_assembly(work.session, assembly_id), get_questions(work.session, assembly_id)
    _fit(form, row, asked)
    if not form.validate():
        return _office_page(assembly_id, form), 422
    command = AnswerQuestions(
        assembly_id, form.numbers.data or (), AnswerKind(form.kind.data), form.texts("text"), form.given.data or 0
    )
    try:
        transact(lambda work: answer_questions(work, command, declarations().list_rolls(work.session, assembly_id)))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _office_page(assembly_id, form), status
    flash(gettext("The answer is kept, and those who asked are told by mail. Nobody else reads it yet."), "ok")
    return _to_office(assembly_id)


@bp.post(f"{OFFICE}/publish")
@officers(Role.SECRETARY)
@fresh
def publish(assembly_id: int) -> ResponseReturnValue:
    """Let everybody read what was answered."""
    try:
        count = transact(lambda work: publish_answers(work, assembly_id))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return _to_office(assembly_id)
    said = ngettext(
        "%(count)s answer is public now.",
        "%(count)s answers are public now.",
        count,
        count=translator().number(count),
    )
    flash(said, "ok")
    return _to_office(assembly_id)


def _own_page(assembly_id: int, form: AskForm) -> str:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        if not row.is_public:
            raise AssemblyNotFound
        asked = get_questions(work.session, assembly_id)
        items = _items(work, assembly_id)
    form.offer(items)
    return render_template(
        "assembly/agenda/questions.html",
        row=row,
        asked=asked,
        own=asked.of(actor().id),
        items=dict(items),
        form=form,
        may_ask=asked.is_open(now()) and not row.is_called_off,
        most=MAX_QUESTION_CHARACTERS,
        most_questions=MAX_STANDING_QUESTIONS,
        answer_names=ANSWER_NAMES,
    )


def _office_page(
    assembly_id: int, form: AnswerForm | None = None, *, deadline: QuestionDeadlineForm | None = None
) -> str:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        asked = get_questions(work.session, assembly_id)
        items = dict(_items(work, assembly_id))
    if form is None:
        form = AnswerForm()
        _fit(form, row, asked)
    form.given.data = asked.given
    if deadline is None:
        deadline = QuestionDeadlineForm()
        deadline.until.data = to_local(asked.until) if asked.until else None
    return render_template(
        "assembly/agenda/office_questions.html",
        row=row,
        asked=asked,
        items=items,
        form=form,
        deadline=deadline,
        is_open=asked.is_open(now()),
        answer_names=ANSWER_NAMES,
        **template_context(),
    )


def _fit(form: AnswerForm, row: AssemblyRow, asked: WrittenQuestions) -> None:
    """Ask for the languages of the assembly and of those who asked, and offer the questions that stand."""
    languages: set[Any] = {*row.title.languages(), *(each.language for each in asked.standing)}
    form.keep(tuple(languages))
    form.numbers.choices = [
        (each.number, f"{each.number}. {shorten(each.text, MAX_LABEL_CHARACTERS)}") for each in asked.standing
    ]


def _items(work: Work, assembly_id: int) -> list[tuple[int, str]]:
    return [
        (each.item.item_id, f"{each.item.number}. {each.item.title.in_language(language()).text}")
        for each in list_items(work.session, assembly_id)
    ]


def _to_office(assembly_id: int) -> Response:
    return redirect(url_for("agenda.office_questions", assembly_id=assembly_id), code=303)
