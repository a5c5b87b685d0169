"""What the ledger refuses, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class EntryNotFound(NotFound):
    """No such ledger entry of this shareholder."""

    code = "entry_not_found"
    message = N_("This shareholder has no entry with that number.")
    help = N_("Look up the entry in the list of movements.")


class QuantityNotPositive(Invalid):
    """An issue of nothing or less."""

    code = "quantity_not_positive"
    message = N_("The number of shares must be 1 or more.")
    help = N_("To take back an entry, reverse it and give the reason.")


class PaidInOutOfRange(Invalid):
    """Paid in less than nothing or more than the price."""

    code = "paid_in_out_of_range"
    message = N_("The amount paid in must lie between zero and the price of the shares.")
    help = N_("Correct the amount. A surplus is not part of the register.")


class AlreadyReversed(Conflict):
    """An entry can be reversed once."""

    code = "already_reversed"
    message = N_("Entry %(entry)s was reversed already.")
    help = N_("Look at the list of movements for the present state.")


class ReversedMeanwhile(Conflict):
    """Two people reversed the same entry at the same time."""

    code = "reversed_meanwhile"
    message = N_("Somebody else reversed this entry just now.")
    help = N_("Look at the list of movements for the present state.")


class ReversalNotReversible(Conflict):
    """A reversing entry stays."""

    code = "reversal_not_reversible"
    message = N_("Entry %(entry)s is itself a reversing entry.")
    help = N_("Add the shares again with a new entry.")


class BalanceBelowZero(Conflict):
    """Somebody would have held less than nothing on some day."""

    code = "balance_below_zero"
    message = N_("With this entry the number of shares would be below zero on %(date)s.")
    help = N_("Reverse the later entries first.")
