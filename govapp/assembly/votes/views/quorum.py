"""The quorum as it is now, by heads, shares and categories at once, and for each item; opening and closing items."""

from fractions import Fraction
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.attendance.forms import StepForm
from govapp.assembly.attendance.queries.rows import list_attendance, list_bureau, list_item_moments
from govapp.assembly.attendance.rules.bureau import has_chair
from govapp.assembly.attendance.rules.items_in_room import is_open
from govapp.assembly.attendance.rules.meeting_day import READERS
from govapp.assembly.attendance.rules.moves import present_at
from govapp.assembly.attendance.rules.presence import PresenceColumn, is_quorum_met
from govapp.assembly.attendance.service.items import StepItem, step_item
from govapp.assembly.attendance.views import bp
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.meeting.views.values import to_local
from govapp.assembly.votes.queries.attendance import AttendanceRead, read_attendance
from govapp.assembly.votes.queries.taking_part import read_handed_in, represented_at
from govapp.assembly.votes.views.attendance_list import asked_moment
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.request_context import now, officers, read_only, refused, transact, translator
from govapp.shares.people.rules.kinds import CATEGORY_LETTERS, Category
from govapp.statutes.rules.majorities import VoteBase
from govapp.statutes.rules.wording import quorum_words

PAGE = "/office/assemblies/<int:assembly_id>/quorum"


@bp.get(PAGE)
@officers(*READERS)
def quorum(assembly_id: int) -> ResponseReturnValue:
    """Show the presence and the quorum of each item, at the moment `?at=` or now."""
    return show_quorum(assembly_id), 200


@bp.get(f"{PAGE}/now")
@officers(*READERS)
def quorum_now(assembly_id: int) -> ResponseReturnValue:
    """Return the part of the page that moves by itself, for the script that looks at it again and again."""
    with read_only() as work:
        context = _context(work, assembly_id)
    return render_template("assembly/attendance/_presence.html", **context)


@bp.post(f"{PAGE}/<int:item_id>")
@officers(Role.SECRETARY)
def step(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Write down that the chair opened or closed an item; without quorum with a reason."""
    form = step_form(item_id, request.form)
    status = take_step(assembly_id, item_id, form)
    if status:
        return show_quorum(assembly_id, (item_id, form)), status
    flash(gettext("It is recorded with the figures of this moment."), "ok")
    return redirect(url_for("attendance.quorum", assembly_id=assembly_id), code=303)


def take_step(assembly_id: int, item_id: int, form: StepForm) -> int:
    """Write down what the chair did with an item and return 0; the status of a form that comes back with its errors."""
    meant = form.meant()
    if not form.validate() or meant is None:
        return HTTPStatus.UNPROCESSABLE_ENTITY

    def use_case(work: Work) -> bool:
        handed = read_handed_in(work.session, assembly_id)
        there = present_at(list_attendance(work.session, assembly_id), work.now)
        command = StepItem(
            assembly_id,
            handed.roll_id,
            item_id,
            meant,
            represented=represented_at(work.session, assembly_id, there.keys(), work.now).keys(),
            beforehand=handed.beforehand,
            reason=form.reason.data or "",
        )
        return step_item(work, command)

    try:
        transact(use_case)
    except MENDABLE as refusal:
        return refused(form, refusal)
    return 0


def step_form(item_id: int, posted: MultiDict[str, str] | None = None) -> StepForm:
    """Return the form about one item: there is one for each on the page."""
    return StepForm(posted, prefix=f"item{item_id}-")


def show_quorum(assembly_id: int, refused_form: tuple[int, StepForm] | None = None) -> str:
    """Return the page; `refused_form` is about the item whose opening or closing was refused."""
    with read_only() as work:
        context = _context(work, assembly_id)
        moments = list_item_moments(work.session, assembly_id)
    items = {item.item_id: item for item, _tests, _met in context["items"]}
    return render_template(
        "assembly/attendance/quorum.html",
        forms={each: step_form(each) for each in items} | dict([refused_form] if refused_form else []),
        moments=[(each, items[each.item_id]) for each in reversed(moments) if each.item_id in items],
        open_items={each for each in items if is_open(moments, each)},
        **context,
    )


def _context(work: Work, assembly_id: int) -> dict[str, Any]:
    moment = asked_moment()
    found = read_attendance(work.session, assembly_id, moment, work.now)
    items = [_item(found, item) for item in get_agenda(work.session, assembly_id)]
    return {
        "row": found.assembly,
        "found": found,
        "has_chair": has_chair(list_bureau(work.session, assembly_id), moment),
        "items": items,
        "bars": _bars(found, items),
        "columns": PresenceColumn,
        "at": to_local(moment).strftime("%Y-%m-%dT%H:%M"),
        "is_now": moment == now(),
        "quorum_words": lambda asked: quorum_words(asked, translator()),
        **words_of(found.assembly.held_on),
    }


def _item(found: AttendanceRead, item: Item) -> tuple[Item, tuple[Any, ...], bool]:
    tests = found.read.tests_of(item.rule, is_second_meeting=found.assembly.is_second_meeting)
    return item, tests, is_quorum_met(tests)


def _bars(found: AttendanceRead, items: list[tuple[Item, tuple[Any, ...], bool]]) -> list[dict[str, Any]]:
    """Return what is drawn: heads, shares, each category; `limits` are the parts that an item asks of that base."""
    asked: dict[VoteBase, set[Fraction]] = {base: set() for base in VoteBase}
    for _, tests, _met in items:
        for test in tests:
            asked[test.quorum.base].add(test.quorum.fraction)
    presence, totals = found.read.presence, found.read.totals
    bars = [
        _bar("heads", "", presence.whole.heads, totals.heads, asked[VoteBase.HEADS]),
        _bar("shares", "", presence.whole.shares, totals.issued_shares, asked[VoteBase.SHARES]),
    ]
    for code, total in sorted(totals.categories.items(), key=lambda each: CATEGORY_LETTERS[Category(each[0])]):
        there = presence.categories.get(code)
        bars.append(_bar("category", code, there.heads if there else 0, total.heads, asked[VoteBase.CATEGORY]))
    return bars


def _bar(base: str, code: str, present: int, entitled: int, limits: set[Fraction]) -> dict[str, Any]:
    return {
        "base": base,
        "category": Category(code) if code else None,
        "present": present,
        "entitled": entitled,
        "width": 1000 * present // entitled if entitled else 0,
        "limits": [(limit, 1000 * limit.numerator // limit.denominator) for limit in sorted(limits)],
    }
