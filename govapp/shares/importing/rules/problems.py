"""What can be wrong with a row: what it is, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from govapp.kernel.errors import N_, Param

MAX_PROBLEMS_KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of problem: two English message ids with placeholders."""

    code: str
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong in one row (the header is row 1) and column."""

    row: int
    column: str
    trouble: Trouble
    facts: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What has to be said of a file that can be read: an English message id with placeholders."""

    message: str
    facts: dict[str, Param] = field(default_factory=dict)


TROUBLES = {
    trouble.code: trouble
    for trouble in (
        Trouble(
            "unknown_column",
            N_('We do not know the column "%(value)s".'),
            N_('Rename it ("%(closest)s"?) or delete it.'),
        ),
        Trouble(
            "strange_column",
            N_('We do not know the column "%(value)s".'),
            N_("Delete it, or name it as one of the columns that are listed on the page where a file is sent."),
        ),
        Trouble(
            "national_number",
            N_('The column "%(value)s" holds the national number of people.'),
            N_(
                "Delete it from the file: a register of shareholders does not need it, and the law lets only few use "
                "it. Do not put it into another column."
            ),
        ),
        Trouble(
            "hidden_national_number",
            N_("This is the national number of a human being and not a company number."),
            N_("Leave the cell empty: a register of shareholders does not need it, and the law lets only few use it."),
        ),
        Trouble(
            "double_company_number",
            N_("Company number %(value)s was already used in row %(other_row)s."),
            N_("An organisation is one shareholder: give both rows one shareholder number, or correct this one."),
        ),
        Trouble(
            "other_person",
            N_("Number %(value)s stands in row %(other_row)s for somebody else: %(columns)s differ."),
            N_(
                "Write the same in both rows, or leave the columns about the person empty in the second; another "
                "person needs a number of their own."
            ),
        ),
        Trouble(
            "missing_column",
            N_("The column is missing."),
            N_("Add it to the first row; the page about import columns has an example."),
        ),
        Trouble("double_column", N_("The column appears twice."), N_("Keep one of the two.")),
        Trouble("no_rows", N_("There are no rows under the header."), N_("Send the file with its rows.")),
        Trouble("empty", N_("The cell is empty."), N_("Fill it in.")),
        Trouble("too_long", N_("The text is too long."), N_("Use at most %(limit)s characters.")),
        Trouble(
            "spreadsheet_error",
            N_('"%(value)s" is an error of the spreadsheet and not a value.'),
            N_("Mend the formula, or leave the cell empty."),
        ),
        Trouble(
            "bad_number",
            N_('"%(value)s" is not a shareholder number.'),
            N_("Use a whole number of 1 or more, without spaces or points."),
        ),
        Trouble(
            "duplicate_number",
            N_("Number %(value)s was already used in row %(other_row)s."),
            N_(
                "Give each person a number of their own. For a further movement of the same person, leave all columns "
                "about the person empty.",
            ),
        ),
        Trouble(
            "number_in_register",
            N_("Number %(value)s is already in the register."),
            N_("Numbers are never used twice: delete the row, or give it a new number."),
        ),
        Trouble(
            "unknown_category",
            N_('Unknown category "%(value)s".'),
            N_("Use one of: %(allowed)s."),
        ),
        Trouble("unknown_value", N_('We do not know "%(value)s" here.'), N_("Use one of: %(allowed)s.")),
        Trouble(
            "bad_quantity",
            N_('"%(value)s" is not a number of shares.'),
            N_("Use a whole number of 1 or more."),
        ),
        Trouble(
            "number_too_large",
            N_("%(value)s is more than can stand here."),
            N_("Use a number of at most %(limit)s."),
        ),
        Trouble(
            "amount_too_large",
            N_("%(value)s euro is more than can stand here."),
            N_("Use an amount of at most %(limit)s euro."),
        ),
        Trouble(
            "row_too_large",
            N_("%(shares)s shares at this price cost %(value)s euro."),
            N_("Correct the price or the number of shares: a row is at most %(limit)s euro."),
        ),
        Trouble(
            "lost_digits",
            N_('"%(value)s" is a number of which the spreadsheet has dropped digits.'),
            N_("Format the cell as text, copy the number in full from its source, and send the file again."),
        ),
        Trouble(
            "bad_amount",
            N_('"%(value)s" is not an amount in euro.'),
            N_("Write it like 30 or 30.00, without the euro sign."),
        ),
        Trouble(
            "too_much_paid",
            N_("More is paid in than the shares cost."),
            N_("Correct the amount. A surplus is not part of the register."),
        ),
        Trouble(
            "bad_date",
            N_('We cannot read "%(value)s" as a date.'),
            N_("Write %(example)s."),
        ),
        Trouble(
            "excel_day",
            N_('"%(value)s" looks like the day number of a spreadsheet.'),
            N_("Write %(example)s if that is the day, or send the XLSX file."),
        ),
        Trouble(
            "future_date",
            N_("%(value)s lies in the future."),
            N_("Correct the date: it is today or earlier."),
        ),
        Trouble(
            "bad_company_number",
            N_('"%(value)s" is not a company number: its last two digits do not fit.'),
            N_("Copy it from an official paper; it looks like 0123.456.749."),
        ),
        Trouble(
            "bad_foreign_number",
            N_('"%(value)s" is not a company number.'),
            N_(
                "Copy its letters and digits from an official paper, at most %(limit)s; for Belgium, correct "
                "the country."
            ),
        ),
        Trouble(
            "bad_email",
            N_('"%(value)s" is not a complete e-mail address.'),
            N_("Correct it, or leave it empty if there is none."),
        ),
        Trouble(
            "bad_country",
            N_('"%(value)s" is not a country code.'),
            N_("Use two letters, like BE, FR or NL."),
        ),
        Trouble(
            "given_name_of_organisation",
            N_("An organisation has no given name."),
            N_("Leave the cell empty, or change the kind to natural."),
        ),
        Trouble(
            "missing_representative",
            N_("Nobody is named to vote for this organisation."),
            N_("Fill in representative_number, or representative_name and representative_given_name."),
        ),
        Trouble(
            "two_representatives",
            N_("The voting representative has a number, and the name beside it is not the name of that number."),
            N_("Keep one of the two."),
        ),
        Trouble(
            "unknown_representative",
            N_("There is no natural person with number %(value)s in this file or in the register."),
            N_("Correct the number, or write the name of the representative instead."),
        ),
        Trouble(
            "representative_of_human",
            N_("Only an organisation has a voting representative."),
            N_("Leave the columns about the representative empty."),
        ),
        Trouble(
            "stray_quote",
            N_("A quotation mark that opens in line %(line)s of the file is not closed where the text ends."),
            N_('Delete it, or write it twice ("") where it belongs to a text in quotes.'),
        ),
        Trouble(
            "last_stray_quote",
            N_(
                "A quotation mark that opens in line %(line)s of the file is not closed where the text ends. The rows "
                "after this line were not read."
            ),
            N_("Let your spreadsheet save the file again, as XLSX or as CSV UTF-8."),
        ),
        Trouble(
            "extra_cells", N_("The row has more cells than the header."), N_("Put texts with separators in quotes.")
        ),
    )
}


def problem(row: int, column: str, code: str, **facts: Param) -> RowProblem:
    """Return a problem of the kind `code`."""
    return RowProblem(row, column, TROUBLES[code], facts)


class ProblemList(list[RowProblem]):
    """The first problems of a file, 500 at most: nobody reads more, and a bad file has one in each of its cells.

    `count_of_all` says how many there are, `bad_rows` in how many rows.
    """

    def __init__(self, kept: Iterable[RowProblem] = (), count_of_all: int = 0, bad_rows: int = 0) -> None:
        super().__init__(kept)
        self.count_of_all = count_of_all
        self.bad_rows = bad_rows
        self._rows: set[int] = set()

    def append(self, one: RowProblem) -> None:
        """Note a problem, and keep it while few are kept."""
        self.count_of_all += 1
        if one.row not in self._rows:
            self._rows.add(one.row)
            self.bad_rows += 1
        if len(self) < MAX_PROBLEMS_KEPT:
            super().append(one)
