"""What an import refuses as a whole, and what to do instead; what is wrong in one row is a problem."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound, TooMany


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


class FilePartlyUtf8(FileEncoding):
    """Some letters of the file are in UTF-8 and others are not: it was put together from two."""

    code = "file_partly_utf8"
    message = N_("Some letters of this file are in UTF-8, but those in these lines are not: %(lines)s.")
    help = N_('Correct these lines in your spreadsheet and save the file as "CSV UTF-8", or send the XLSX file.')


class FileWithZeros(FileEncoding):
    """A byte of zero, which is no letter in any encoding: the file was damaged, or is no text."""

    code = "file_with_zeros"
    message = N_("Line %(line)s of this file holds a byte that is no letter in any encoding.")


class EncodingNotChosen(Conflict):
    """A file is not in UTF-8, and nobody has said yet in which encoding its letters are right."""

    code = "encoding_not_chosen"
    message = N_("This file is not in UTF-8, and nobody has chosen yet how its letters are read.")
    help = N_("Compare the words that are shown and choose the line in which all of them are right.")


class FileTooLarge(Invalid):
    """More than can be checked at once."""

    code = "file_too_large"
    message = N_("This file is too large to check at once.")
    help = N_("Send at most %(rows)s rows in one file.")


class FileTooHeavy(Invalid):
    """A file that takes more memory or time to read than any register needs."""

    code = "file_too_heavy"
    message = N_("This file takes too much memory or time to read.")
    help = N_("Copy the cells, values only, into a new workbook and send that one, or save it as CSV UTF-8.")


class OtherFileInCheck(TooMany):
    """Another file is being checked, and one at a time is enough beside those who vote."""

    code = "other_file_in_check"
    message = N_("Another file is being checked at this moment.")
    help = N_("Send yours again in a minute or two.")


class VoteGoesFirst(Conflict):
    """So many rows are written in one piece that ballots would wait for them."""

    code = "vote_goes_first"
    message = N_("A vote is under way, and while this file of %(rows)s rows is written nobody could cast a ballot.")
    help = N_("Import it when the vote has been counted, or send it in files of at most %(limit)s rows.")


class FileTooWide(Invalid):
    """A table with more columns than any register has."""

    code = "file_too_wide"
    message = N_("The first row of this file has more than %(columns)s columns.")
    help = N_("Delete the columns that do not belong to the register, and send the file again.")


class FormulaWithoutResult(Invalid):
    """A cell with a formula that was never computed: it would be read as empty."""

    code = "formula_without_result"
    message = N_("Cell %(cell)s holds a formula without a result.")
    help = N_("Open the file in your spreadsheet, let it compute, save it and send it again; or paste values only.")


class OldWorkbook(Invalid):
    """A workbook of before 2007, or one that is locked with a password: both begin alike."""

    code = "old_workbook"
    message = N_("This is an old XLS workbook, or one that is protected by a password.")
    help = N_("Open it in your spreadsheet, take the password away and save it as XLSX or as CSV UTF-8.")


class ProtectedDocument(Invalid):
    """An OpenDocument file that is locked with a password."""

    code = "protected_document"
    message = N_("This spreadsheet is protected by a password.")
    help = N_("Open it in your spreadsheet, take the password away, save it and send that file.")


class OpenDocument(Invalid):
    """A file in the format of OpenDocument that is no spreadsheet, such as a letter."""

    code = "open_document"
    message = N_("This OpenDocument file holds no sheet that we can read.")
    help = N_("Open it in your spreadsheet, save it as ODS, XLSX or CSV UTF-8, and send that file.")


class StrictWorkbook(Invalid):
    """A workbook in the strict variant of Open XML."""

    code = "strict_workbook"
    message = N_('This workbook is in the variant "Strict Open XML", which we do not read.')
    help = N_('Open it in your spreadsheet, save it as "Excel workbook (XLSX)" or as CSV UTF-8, and send that file.')


class FileHasErrors(Conflict):
    """A file with errors cannot be imported."""

    code = "file_has_errors"
    message = N_("Nothing was imported: the file still has errors.")
    help = N_("Mend the rows that are listed and send the file again.")
