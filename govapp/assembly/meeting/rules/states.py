"""The course of an assembly, from draft to announcement, and what each step needs."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from govapp.assembly.meeting.rules.changes import AlreadyThere
from govapp.kernel.errors import N_, Conflict, Invalid


class AssemblyState(StrEnum):
    """Where an assembly stands."""

    DRAFT = "draft"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ANNOUNCED = "announced"


ORDER: Final = tuple(AssemblyState)


class NotYetPossible(Conflict):
    """A step was asked for before the one that comes before it."""

    code = "assembly_step_too_early"
    message = N_("This assembly is not ready for that step.")
    help = N_("Follow the steps in their order; the page of the assembly shows the next one.")


class AgendaLocked(Conflict):
    """Somebody tried to change what the ballot paper was made from."""

    code = "agenda_locked"
    message = N_("The agenda is locked: the voting list and the ballot paper were made from it.")
    help = N_("Nothing was changed. What is put to the vote stays as it was published.")


class WindowNotReached(Conflict):
    """Voting was to be opened before the hour that was announced."""

    code = "voting_opens_later"
    message = N_("Voting opens on %(opens_at)s.")
    help = N_("You can open it from then on. Shareholders were told that hour.")


class WindowPassed(Conflict):
    """Voting was to be opened after the hour at which it closes."""

    code = "voting_window_passed"
    message = N_("The voting period was to end on %(closes_at)s, which has passed.")
    help = N_("Make a new assembly with a later voting period.")


class ReasonNeeded(Invalid):
    """Voting is closed early only for a reason that goes into the journal."""

    code = "early_closing_reason_needed"
    message = N_("Voting was announced until %(closes_at)s. To close it earlier, give the reason.")
    help = N_("The reason goes into the journal and into the minutes.")


class NotCounted(Conflict):
    """A result was to be announced before it was there."""

    code = "not_counted"
    message = N_("The votes are not counted yet.")
    help = N_("The key holders must first open the count, each with their own key.")


NEXT: Final[dict[AssemblyState, AssemblyState]] = dict(pairwise(ORDER))


def check_step(current: AssemblyState, target: AssemblyState, actor: str, changed_at: datetime) -> None:
    """Return when an assembly may go from `current` to `target`.

    Raises AlreadyThere when it is there or past it (`actor` took the last step at `changed_at`), NotYetPossible
    when a step is missing in between.
    """
    if ORDER.index(current) >= ORDER.index(target):
        raise AlreadyThere(actor=actor, time=changed_at)
    if NEXT[current] is not target:
        raise NotCounted if target is AssemblyState.ANNOUNCED and current is AssemblyState.CLOSED else NotYetPossible


def is_voting(state: AssemblyState, opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Tell whether a ballot is accepted at `now`: the voting is open, and its announced hours are not over."""
    return state is AssemblyState.OPEN and opens_at <= now < closes_at


def check_editable(current: AssemblyState) -> None:
    """Return when the agenda may still change; raises AgendaLocked from the moment the roll is frozen."""
    if current is not AssemblyState.DRAFT:
        raise AgendaLocked


def check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Return when voting may open now; raises WindowNotReached or WindowPassed."""
    if now >= closes_at:
        raise WindowPassed(closes_at=closes_at)
    if now < opens_at:
        raise WindowNotReached(opens_at=opens_at)


def check_closing(closes_at: datetime, now: datetime, reason: str) -> None:
    """Return when voting may close now; raises ReasonNeeded before the announced hour when `reason` is empty."""
    if now < closes_at and not reason.strip():
        raise ReasonNeeded(closes_at=closes_at)
