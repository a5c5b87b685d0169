"""The attendance list to print and to sign, as a PDF in one of the four languages."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext

from govapp.assembly.attendance.rules.attendance_list import AttendanceLine
from govapp.assembly.attendance.rules.bureau import OFFICE_NAMES
from govapp.assembly.attendance.rules.meeting_day import READERS
from govapp.assembly.attendance.rules.moves import Attending
from govapp.assembly.attendance.rules.presence import PresenceColumn
from govapp.assembly.attendance.views import bp
from govapp.assembly.attendance.views.presenters import category_letter, hour_words
from govapp.assembly.votes.queries.attendance import AttendanceRead, read_attendance
from govapp.assembly.votes.views.attendance_list import asked_moment
from govapp.kernel.errors import NotFound
from govapp.kernel.texts import Language
from govapp.language import formats
from govapp.pdf import make_pdf
from govapp.request_context import as_download, in_language, now, officers, read_only, settings, translator

EMPTY_ROWS: Final = 15
"""Lines for those who come while the network is away; they are keyed in later."""
_MARK: Final = "x"
_NONE: Final = "\u2013"


@bp.get("/office/assemblies/<int:assembly_id>/attendance/<language_>.pdf")
@officers(*READERS)
def attendance_pdf(assembly_id: int, language_: str) -> Response:
    """Return the attendance list at the moment `?at=` or now, in a language."""
    if language_ not in set(Language):
        raise NotFound
    moment = asked_moment()
    with read_only() as work:
        found = read_attendance(work.session, assembly_id, moment, work.now)
    content = make_list(found, Language(language_))
    return as_download(content, f"{assembly_id}-{moment:%Y-%m-%d-%H%M}-{language_}.pdf", "application/pdf")


def make_list(found: AttendanceRead, chosen: Language) -> bytes:
    """Return an attendance list as PDF, in a language."""
    with in_language(chosen):
        values = list_values(found, chosen)
    return make_pdf("assembly/attendance/list.typ", values, chosen, now())


def list_values(found: AttendanceRead, chosen: Language) -> dict[str, Any]:
    """Return all that stands in the PDF, in words of a language: the request answers in it already."""
    held_on, timezone = found.assembly.held_on, settings().timezone
    hour, number = hour_words(held_on), translator().number
    title = found.assembly.title.in_language(chosen).text
    place = found.assembly.place.in_language(chosen).text
    moment = formats.datetime_long(found.moment, chosen, timezone)
    head = [", ".join(filter(None, (title, formats.date_full(held_on, chosen), place)))]
    if found.opened_at:
        head.append(gettext("Opened by the chair: %(at)s", at=hour(found.opened_at)))
    if found.closed_at:
        head.append(gettext("Closed by the chair: %(at)s", at=hour(found.closed_at)))
    return {
        "title": gettext("Attendance list"),
        "organisation": settings().cooperative,
        "head": head,
        "foot": gettext("State of %(moment)s, made on %(now)s.", moment=moment, now=_written(chosen)),
        "bureau": _bureau(found),
        **_totals(found),
        "came_title": gettext("Who came or is represented"),
        "columns": [
            gettext("No."),
            gettext("Name"),
            gettext("Category"),
            gettext("Shares"),
            gettext("In person"),
            gettext("Represented by"),
            gettext("Remotely"),
            gettext("Voted beforehand"),
            gettext("Arrived"),
            gettext("Left"),
            gettext("Signature"),
        ],
        "came": [_row(line, hour) for line in found.lists.came],
        "empty_rows": [[""] * 11 for _ in range(0 if found.closed_at else EMPTY_ROWS)],
        "beforehand_title": gettext("Who voted beforehand and did not come"),
        "beforehand_columns": [gettext("No."), gettext("Name"), gettext("Category"), gettext("Shares")],
        "beforehand": [
            [
                str(line.person.number),
                line.person.name,
                category_letter(line.person.category),
                number(line.person.shares),
            ]
            for line in found.lists.beforehand
        ],
        "signatures_title": gettext("Signatures of the bureau"),
        "signatures": [member.name + ", " + gettext(OFFICE_NAMES[member.office]) for member in found.bureau]
        or [gettext(name) for name in OFFICE_NAMES.values()],
    }


def _written(chosen: Language) -> str:
    return formats.datetime_long(now(), chosen, settings().timezone)


def _bureau(found: AttendanceRead) -> list[str]:
    if not found.bureau:
        return [gettext("The meeting has no chair: nobody is recorded who presides.")]
    return [each.name + ", " + gettext(OFFICE_NAMES[each.office]) + f" ({each.place})" for each in found.bureau]


def _totals(found: AttendanceRead) -> dict[str, Any]:
    presence, totals, number = found.read.presence, found.read.totals, translator().number
    names = {
        PresenceColumn.IN_PERSON: gettext("In person"),
        PresenceColumn.REPRESENTED: gettext("Represented"),
        PresenceColumn.REMOTE: gettext("Remotely"),
        PresenceColumn.BEFOREHAND: gettext("Voted beforehand"),
    }
    rows = [
        [name, number(presence.columns[each].heads), number(presence.columns[each].shares)]
        for each, name in names.items()
    ]
    rows.append([gettext("Together"), number(presence.whole.heads), number(presence.whole.shares)])
    rows.append(
        [gettext("Of all on the voting list and all issued shares"), number(totals.heads), number(totals.issued_shares)]
    )
    categories = [
        gettext(
            "Category %(letter)s: %(present)s of %(entitled)s shareholders, %(shares)s of %(of_shares)s shares",
            letter=category_letter(code),
            present=number(presence.categories[code].heads if code in presence.categories else 0),
            entitled=number(total.heads),
            shares=number(presence.categories[code].shares if code in presence.categories else 0),
            of_shares=number(total.shares),
        )
        for code, total in sorted(totals.categories.items(), key=lambda each: category_letter(each[0]))
    ]
    remarks = [gettext("Each right counts once: being there goes before a vote beforehand.")]
    if presence.off_list:
        remarks.append(
            gettext("Not on the voting list, and counted nowhere: %(count)s.", count=number(presence.off_list))
        )
    return {
        "totals_title": gettext("Who takes part"),
        "totals_columns": [gettext("How they take part"), gettext("Shareholders"), gettext("Shares")],
        "totals": rows,
        "categories": categories,
        "remarks": remarks,
    }


def _row(line: AttendanceLine, hour: Any) -> list[str]:  # noqa: ANN401 - what writes an hour
    person = line.person
    name = person.name
    if not person.is_on_roll:
        name += " (" + gettext("not on the voting list") + ": " + line.reason + ")"
    is_represented = line.attending is Attending.REPRESENTATIVE or line.attending is None
    return [
        str(person.number),
        name,
        category_letter(person.category),
        translator().number(person.shares),
        _MARK if line.attending is Attending.IN_PERSON else "",
        line.by if is_represented else "",
        (line.by or _MARK) if line.attending is Attending.REMOTE else "",
        _MARK if line.voted_beforehand else "",
        "\n".join(hour(arrived) for arrived, _ in line.stays),
        "\n".join(hour(left) if left else "" for _, left in line.stays),
        "" if line.signs else _NONE,
    ]
