"""What the register refuses, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class HolderNotFound(NotFound):
    """No such shareholder."""

    code = "holder_not_found"
    message = N_("There is no shareholder at this address.")
    help = N_("Search for the name or the number in the register.")


class EntryNotFound(NotFound):
    """No such ledger entry of this shareholder."""

    code = "entry_not_found"
    message = N_("This shareholder has no entry with that number.")
    help = N_("Look up the entry in the list of movements.")


class RollNotFound(NotFound):
    """No such voting list."""

    code = "roll_not_found"
    message = N_("There is no voting list at this address.")
    help = N_("Choose one from the page with all voting lists.")


class ImportNotFound(NotFound):
    """The checked file is not waiting here."""

    code = "import_not_found"
    message = N_("This file is not waiting to be imported.")
    help = N_("It was imported already or put aside. Send it again to check it again.")


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


class EffectiveDateInFuture(Invalid):
    """The legal day has not come yet."""

    code = "effective_date_in_future"
    message = N_("The effective date %(date)s lies in the future.")
    help = N_("Enter it on the day itself, or correct the date.")


class DayInFuture(Invalid):
    """A question about a day that has not come yet."""

    code = "day_in_future"
    message = N_("%(date)s lies in the future.")
    help = N_("The register answers for today and for earlier days.")


class ReasonMissing(Invalid):
    """Something that needs a reason came without."""

    code = "reason_missing"
    message = N_("A reason is needed.")
    help = N_("Write in one sentence why; it stays readable for ever.")


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


class EmailUnreadable(Invalid):
    """Not an e-mail address."""

    code = "email_unreadable"
    message = N_("This is not a complete e-mail address.")
    help = N_("Write it like name@example.be, or leave it empty if there is none.")


class NotAnOrganisation(Invalid):
    """Only legal persons have a voting representative."""

    code = "not_an_organisation"
    message = N_("Only a legal person has a voting representative.")
    help = N_("A natural person votes in person or gives a proxy.")


class RepresentativeNotHuman(Invalid):
    """An organisation cannot vote for an organisation."""

    code = "representative_not_human"
    message = N_("The voting representative must be a natural person.")
    help = N_("Choose a human being.")


class NameMissing(Invalid):
    """A person without a name."""

    code = "name_missing"
    message = N_("The name is missing.")
    help = N_("Write the family name, or the name of the organisation. An organisation has no given name.")


class CountryWrong(Invalid):
    """Not the code of a country."""

    code = "country_wrong"
    message = N_('"%(value)s" is not a country code.')
    help = N_("Use two letters, like BE, FR or NL.")


class BirthDateInFuture(Invalid):
    """Somebody who is not born yet."""

    code = "birth_date_in_future"
    message = N_("The date of birth %(date)s lies in the future.")
    help = N_("Correct the date, or leave it empty.")


class CompanyNumberWrong(Invalid):
    """The company number has wrong check digits."""

    code = "company_number_wrong"
    message = N_("This company number does not exist: its last two digits do not fit.")
    help = N_("Copy it from an official paper; it looks like 0123.456.749.")


class NumberTaken(Conflict):
    """Two people would have the same shareholder number."""

    code = "number_taken"
    message = N_("This shareholder number is already in use.")
    help = N_("Numbers are never used twice. Look at the register again.")


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


class PurposeMissing(Invalid):
    """An export without a purpose."""

    code = "purpose_missing"
    message = N_("State the purpose of this export.")
    help = N_("Personal data leave the register only for a reason that can be read later.")


class FileUnreadable(Invalid):
    """The file is not a table that we can read."""

    code = "file_unreadable"
    message = N_("We cannot read this file as a table.")
    help = N_("Save it from your spreadsheet as XLSX or as CSV UTF-8 and send it again.")


class FileEncoding(Invalid):
    """The letters of the file cannot be read."""

    code = "file_encoding"
    message = N_("This file is not in UTF-8.")
    help = N_('Save it again from your spreadsheet as "CSV UTF-8", or send the XLSX file.')


class FileTooLarge(Invalid):
    """More than can be checked at once."""

    code = "file_too_large"
    message = N_("This file is too large to check at once.")
    help = N_("Send at most %(rows)s rows in one file.")


class FileHasErrors(Conflict):
    """A file with errors cannot be imported."""

    code = "file_has_errors"
    message = N_("Nothing was imported: the file still has errors.")
    help = N_("Mend the rows that are listed and send the file again.")
