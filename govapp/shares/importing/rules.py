"""What an import refuses as a whole, and what to do instead; what is wrong in one row is a problem."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class ImportNotFound(NotFound):
    """The checked file is not waiting here."""

    code = "import_not_found"
    message = N_("This file is not waiting to be imported.")
    help = N_("It was imported already or put aside. Send it again to check it again.")


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
