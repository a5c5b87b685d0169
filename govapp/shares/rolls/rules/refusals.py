"""What is refused about voting lists, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class RollNotFound(NotFound):
    """No such voting list."""

    code = "roll_not_found"
    message = N_("There is no voting list at this address.")
    help = N_("Choose one from the page with all voting lists.")


class RecordDateInFuture(Invalid):
    """A voting list of a day that has not come."""

    code = "record_date_in_future"
    message = N_("The record date %(date)s lies in the future.")
    help = N_("Freeze the voting list on that day or after it.")


class RollEmpty(Conflict):
    """Nobody could vote."""

    code = "roll_empty"
    message = N_("On %(date)s nobody held shares with a right to vote.")
    help = N_("Check the record date and the register.")
