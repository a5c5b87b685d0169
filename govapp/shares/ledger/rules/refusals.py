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


class PartlyPaidUnconfirmed(Invalid):
    """An entry that was paid in full would not be any more, and nobody said that this is meant."""

    code = "partly_paid_unconfirmed"
    message = N_("The shares would cost %(due)s, and %(paid)s would be paid in: not all of them could vote.")
    help = N_("Correct the amount too, or say in the form that not all of it is paid.")


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


class EntryNotCorrectable(Conflict):
    """Only what came in can be written anew in one step."""

    code = "entry_not_correctable"
    message = N_("Entry %(entry)s cannot be corrected in one step.")
    help = N_("Reverse it with the reason, and add what is right.")


class BalanceBelowZero(Conflict):
    """Somebody would have held less than nothing on some day."""

    code = "balance_below_zero"
    message = N_("With this entry the number of shares would be below zero on %(date)s.")
    help = N_("Reverse the later entries first.")


class MovementsDoNotFit(Invalid):
    """The lines are not those of this type of transaction."""

    code = "movements_do_not_fit"
    message = N_("These movements do not make a transaction of the type %(type)s.")
    help = N_("Check the signs and the two sides: what leaves somewhere arrives somewhere else.")


class PriceDoesNotFit(Invalid):
    """Shares would leave at another price than the one at which they came."""

    code = "price_does_not_fit"
    message = N_("On %(date)s the shares would not leave at the price at which they came.")
    help = N_("Look at the list of movements for the price of each share.")


class ClaimBelowZero(Conflict):
    """More would be paid back than is owed."""

    code = "claim_below_zero"
    message = N_("On %(date)s more would be paid back than the separation share.")
    help = N_("Compare the amount with what is still owed.")


class SharesLeft(Conflict):
    """Somebody who leaves would keep shares."""

    code = "shares_left"
    message = N_("Whoever leaves does so with all shares; on %(date)s some would be left.")
    help = N_("Enter the number of shares that were held on that day.")


class SharesNotLeft(Conflict):
    """A withdrawal of a part would take everything."""

    code = "shares_not_left"
    message = N_("A partial withdrawal leaves at least one share; on %(date)s none would be left.")
    help = N_("Enter a smaller number, or a resignation.")


class ReversalDoesNotFit(Conflict):
    """A reversing entry is the exact negative."""

    code = "reversal_does_not_fit"
    message = N_("This is not the exact negative of entry %(entry)s.")
    help = N_("Look at the list of movements for the entry.")


class SecondPersonMissing(Invalid):
    """Four eyes are needed."""

    code = "second_person_missing"
    message = N_("A second person must approve this entry.")
    help = N_("Ask somebody else with the same role.")


class ReferenceMissing(Invalid):
    """A reference is needed."""

    code = "reference_missing"
    message = N_("A reference is needed.")
    help = N_("Write, for example, the line of the bank statement.")


class LegalBasisMissing(Invalid):
    """A decision, request or rule is needed."""

    code = "legal_basis_missing"
    message = N_("The legal basis is missing.")
    help = N_("Write the decision, the request or the rule on which the entry rests.")


class DocumentMissing(Invalid):
    """A document is needed."""

    code = "document_missing"
    message = N_("The document is missing.")
    help = N_("Add the deed or the decision as a file.")


class OriginMissing(Invalid):
    """Where an opening balance comes from."""

    code = "origin_missing"
    message = N_("It is not said where this opening balance comes from.")
    help = N_("Name the page of the paper register, or import it from a file.")
