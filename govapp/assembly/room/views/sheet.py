"""The sheet of the chair in the room: what to say at each item, its quorum now, its steps, and what the hall sees."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.questions import ANSWER_NAMES
from govapp.assembly.attendance.forms import StepForm
from govapp.assembly.attendance.queries.rows import list_bureau
from govapp.assembly.attendance.rules.bureau import has_chair
from govapp.assembly.attendance.rules.meeting_day import READERS
from govapp.assembly.attendance.views.presenters import words_of
from govapp.assembly.room.forms import ScreenForm
from govapp.assembly.room.queries import RoomRead, read_presence, read_room
from govapp.assembly.room.rules.screens import ScreenChoice, ScreenKind, due_screen
from govapp.assembly.room.service import ShowOnScreen, show_on_screen
from govapp.assembly.room.views import bp
from govapp.assembly.room.views.formulas import SheetItem, sheet_item
from govapp.assembly.room.views.projector import projector_path
from govapp.assembly.votes.rules.incidents import KIND_NAMES
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.quorum import step_form, take_step
from govapp.assembly.votes.views.results import find_valid
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_, Refusal
from govapp.request_context import keys, officers, read_only, settings, transact, translator

PAGE = "/office/assemblies/<int:assembly_id>/room"
SCREEN_LABELS = {
    ScreenKind.WELCOME: N_("the welcome"),
    ScreenKind.NEXT: N_("what comes next: item %(number)s"),
    ScreenKind.ITEM: N_("item %(number)s"),
    ScreenKind.VOTE: N_("item %(number)s with the way to vote"),
    ScreenKind.RESULT: N_("the result of item %(number)s"),
    ScreenKind.BREAK: N_("a break"),
    ScreenKind.DONE: N_("that all items have been dealt with"),
    ScreenKind.END: N_("that the meeting is closed"),
}


@bp.get(PAGE)
@officers(*READERS)
def sheet(assembly_id: int) -> ResponseReturnValue:
    """Show the sheet of the chair."""
    return show_sheet(assembly_id)


@bp.get(f"{PAGE}/now")
@officers(*READERS)
def sheet_now(assembly_id: int) -> ResponseReturnValue:
    """Return the part that moves by itself: who takes part now, and the quorum of each item."""
    with read_only() as work:
        context = _context(work, assembly_id)
    return render_template("assembly/room/_sheet_now.html", **context)


@bp.post(f"{PAGE}/items/<int:item_id>")
@officers(Role.SECRETARY)
def sheet_step(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Write down that the chair opened or closed an item; the screen of the hall follows."""
    form = step_form(item_id, request.form)
    status = take_step(assembly_id, item_id, form)
    if status:
        return show_sheet(assembly_id, (item_id, form)), status
    return _back(assembly_id, item_id)


@bp.post(f"{PAGE}/screen")
@officers(Role.SECRETARY)
def show(assembly_id: int) -> ResponseReturnValue:
    """Put an item, its result or a break on the screen of the hall, until the next step."""
    form = ScreenForm(request.form)
    choice = form.meant()
    if not form.validate() or choice is None:
        return _back(assembly_id)
    item_id = form.item.data or None
    try:
        transact(lambda work: show_on_screen(work, ShowOnScreen(assembly_id, ScreenChoice(choice), item_id)))
    except Refusal as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
    return _back(assembly_id, item_id)


def show_sheet(assembly_id: int, refused_form: tuple[int, StepForm] | None = None) -> str:
    """Return the page; `refused_form` is about the item whose opening or closing was refused."""
    with read_only() as work:
        context = _context(work, assembly_id)
        chair = has_chair(list_bureau(work.session, assembly_id), work.now)
    forms = {each.item.item_id: step_form(each.item.item_id) for each in context["items"]}
    return render_template(
        "assembly/room/sheet.html",
        has_chair=chair,
        forms=forms | dict([refused_form] if refused_form else []),
        projector=settings().base_url + projector_path(keys(), assembly_id),
        kind_names=KIND_NAMES,
        **context,
        **template_context(),
    )


def _context(work: Work, assembly_id: int) -> dict[str, Any]:
    room = read_room(work, assembly_id)
    read = read_presence(work, assembly_id)
    announced = [vote for vote in room.votes if vote.state is VoteState.ANNOUNCED]
    valid = {vote.id: find_valid(work, room.assembly, vote) for vote in announced}
    zone = settings().timezone
    items = [
        sheet_item(item, room, read, valid.get(vote.id) if (vote := room.vote_of.get(item.item_id)) else None, zone)
        for item in room.items.values()
    ]
    screen = due_screen(room.facts)
    number = room.items[screen.item_id].number if screen.item_id else 0
    return {
        "row": room.assembly,
        "room": room,
        "read": read,
        "items": items,
        "current": _current(items, room),
        "asked": get_questions(work.session, assembly_id),
        "answer_names": ANSWER_NAMES,
        "screen": screen,
        "screen_words": translator().say(SCREEN_LABELS[screen.kind], number=number),
        **words_of(room.assembly.held_on),
    }


def _current(items: list[SheetItem], room: RoomRead) -> int:
    """Return the item that is treated now: the one that is open, else the first whose announced result is to be told.

    Else the first one that was not dealt with; 0 when there is none.
    """
    opened = [each for each in items if each.is_open]
    untold = [each for each in items if each.is_dealt_with and each.is_announced and each.item.item_id not in room.told]
    coming = [each for each in items if each.last is None]
    return next((each.item.item_id for each in (*opened, *untold, *coming)), 0)


def _back(assembly_id: int, item_id: int | None = None) -> Response:
    anchor = f"item-{item_id}" if item_id else None
    return redirect(url_for("room.sheet", assembly_id=assembly_id, _anchor=anchor), code=303)
