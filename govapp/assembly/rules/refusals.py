"""What is not there, and what a draft must say before it can be saved."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class AssemblyNotFound(NotFound):
    """There is no such assembly."""

    code = "assembly_not_found"
    message = N_("We cannot find this assembly.")


class ItemNotFound(NotFound):
    """There is no such item, candidate, option or document: somebody may have removed it."""

    code = "item_not_found"
    message = N_("This part of the agenda is no longer there.")
    help = N_("Somebody may have removed it. Look at the agenda again.")


class AssemblyExists(Conflict):
    """The same assembly was made a moment ago, by a second press or a second person."""

    code = "assembly_exists"
    message = N_("An assembly with this title on %(held_on)s exists already.")
    help = N_("Open it from the list. Nothing was made twice.")


class DatesDoNotFit(Invalid):
    """The days and hours of an assembly are not in an order that can work."""

    code = "assembly_dates"
    message = N_("The dates do not fit together.")
    help = N_("Voting opens before it closes, and the record date is not after the opening.")


class TitleMissing(Invalid):
    """An assembly or an item has no title in any language."""

    code = "title_missing"
    message = N_("Write a title in at least one language.")
    help = N_("The other languages can follow; they are flagged until they are there.")


class NameMissing(Invalid):
    """A candidate or an option has no name."""

    code = "choice_name"
    message = N_("Write the name of the candidate or the option.")


class KindTakesNoMethod(Invalid):
    """The way of voting does not belong to the kind of item."""

    code = "item_method"
    message = N_("This kind of item is not voted in that way.")


class SeatsMissing(Invalid):
    """An election does not say how many seats are filled."""

    code = "item_seats"
    message = N_("Say how many seats there are to fill, from 1 to 30.")
