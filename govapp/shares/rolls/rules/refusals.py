"""What is refused about voting lists, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class RollNotFound(NotFound):
    """No such voting list."""

    code = "roll_not_found"
    message = N_("There is no voting list at this address.")
    help = N_("Choose one from the page with all voting lists.")


class ChangeNotFound(NotFound):
    """No such change behind this list."""

    code = "change_not_found"
    message = N_("There is no such change to confirm.")
    help = N_("Look at the page of the voting list again.")


class SecondPersonNeeded(Conflict):
    """Whoever recorded a change wants to confirm it."""

    code = "second_person_needed"
    message = N_("You recorded this change yourself.")
    help = N_("Ask another officer to confirm it: a second person has to look at it.")


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
