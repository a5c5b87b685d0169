"""Putting something on the screen of the hall."""

from dataclasses import dataclass

from sqlalchemy import func, select

from govapp.assembly.attendance.rules.meeting_day import require_secretary
from govapp.assembly.attendance.service.rows import locked_meeting
from govapp.assembly.meeting.service.rows import reference
from govapp.assembly.room.models import RoomScreen
from govapp.assembly.room.queries import read_room
from govapp.assembly.room.rules.screens import ScreenChoice, require_choice
from govapp.assembly.tags import AssemblyTag
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work


@dataclass(frozen=True)
class ShowOnScreen:
    """Show an item, its result, or a break from now on, until the next step; or what follows from the steps."""

    assembly_id: int
    choice: ScreenChoice
    item_id: int | None = None


def show_on_screen(work: Work, command: ShowOnScreen) -> None:
    """Write down what the screen of the hall shows from now on.

    Raises NotSecretaryOfMeeting, AssemblyNotFound, NoMeetingYet, NothingToShow.
    """
    require_secretary(work.actor)
    assembly = locked_meeting(work, command.assembly_id)
    room = read_room(work, assembly.id)
    item_id = require_choice(room.facts, command.choice, command.item_id)
    last = work.session.scalar(select(func.max(RoomScreen.number)).where(RoomScreen.assembly_id == assembly.id))
    work.session.add(
        RoomScreen(
            assembly_id=assembly.id,
            number=(last or 0) + 1,
            choice=command.choice.value,
            item_id=item_id,
            at=work.now,
            chosen_by=work.actor.reference,
            chosen_by_name=work.actor.name,
        )
    )
    work.session.flush()
    facts: dict[str, FactValue] = {"screen": command.choice.value}
    if item_id is not None:
        facts["item"] = room.items[item_id].number
    journal.record(work, AssemblyTag.SCREEN_CHOSEN, reference(assembly.id), facts=facts)
