"""A code that a desk hands to somebody who is there and has neither mail nor letter at hand."""

from govapp.assembly.attendance.rules.moves import AttendanceEntry, Attending
from govapp.kernel.errors import N_, Conflict


class NoVoteNow(Conflict):
    """A code is handed out only while people can vote with it."""

    code = "desk_code_no_vote"
    message = N_("No vote of this meeting is open now, so a code would open nothing.")
    help = N_("Nothing was handed out. Wait until voting opens.")


class CodeNeedsRight(Conflict):
    """Somebody is in the room who has no ballot."""

    code = "desk_code_no_right"
    message = N_("%(name)s is not on the voting list, so there is no ballot for a code to open.")
    help = N_("Nothing was handed out.")


class CodeNeedsPresence(Conflict):
    """A code goes only to somebody who stands at the desk: checked in, in person, and not gone again."""

    code = "desk_code_not_there"
    message = N_("%(name)s is not checked in here in person.")
    help = N_("Nothing was handed out. Look at an identity card, check the person in, then hand out the code.")


def require_code_fits(name: str, entry: AttendanceEntry | None, *, is_on_roll: bool) -> AttendanceEntry:
    """Return the arrival of somebody to whom a code may be handed out; raises CodeNeedsRight, CodeNeedsPresence."""
    if not is_on_roll:
        raise CodeNeedsRight(name=name)
    if entry is None or entry.attending is not Attending.IN_PERSON:
        raise CodeNeedsPresence(name=name)
    return entry
