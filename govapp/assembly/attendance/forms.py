"""The forms of bureau, desks and items in the room: their shape only."""

from collections.abc import Mapping
from typing import ClassVar, Final

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, Optional

from govapp.assembly.attendance.rules.bureau import MAX_NAME_CHARACTERS, OFFICE_NAMES, BureauOffice
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.attendance.rules.meeting_day import MAX_REASON_CHARACTERS, MeetingHour
from govapp.assembly.attendance.rules.sought import MAX_SOUGHT_CHARACTERS
from govapp.forms import MomentField, PageForm, WholeNumberField

MINUTE: Final = "%Y-%m-%dT%H:%M"


class BureauForm(PageForm):
    """Somebody takes an office in the bureau."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "bureau_name": "name",
        "bureau_already": "name",
        "bureau_place": "place",
        "attendance_hour": "since",
        "attendance_person_not_found": "shareholder",
    }

    office = RadioField(
        lazy_gettext("Office"),
        choices=[SelectChoice(office.value, lazy_gettext(name)) for office, name in OFFICE_NAMES.items()],
        default=BureauOffice.CHAIR.value,
    )
    shareholder = WholeNumberField(
        lazy_gettext("Number of the shareholder"),
        [Optional()],
        description=lazy_gettext("Leave it empty for somebody who is no shareholder, and write the name."),
    )
    name = StringField(lazy_gettext("Name"), [Optional(), Length(max=MAX_NAME_CHARACTERS)])
    place = StringField(
        lazy_gettext("Where this person is"),
        [Length(max=MAX_NAME_CHARACTERS)],
        description=lazy_gettext("The bureau is there in person: name the room."),
    )
    since = MomentField(lazy_gettext("From when"), [InputRequired()], format=MINUTE)


class LeaveBureauForm(PageForm):
    """Somebody leaves the bureau."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"attendance_hour": "at", "attendance_reason": "reason"}

    at = MomentField(lazy_gettext("Hour"), [InputRequired()], format=MINUTE)
    reason = StringField(lazy_gettext("Reason"), [Length(max=MAX_REASON_CHARACTERS)])


class HourForm(PageForm):
    """The chair opens or closes the meeting."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"attendance_hour": "at"}

    hour = HiddenField(validators=[InputRequired()])
    at = MomentField(lazy_gettext("Hour"), [InputRequired()], format=MINUTE)

    def meant(self) -> MeetingHour | None:
        """Return which hour is meant; None for nonsense."""
        return MeetingHour(self.hour.data) if self.hour.data in set(MeetingHour) else None


class SoughtForm(PageForm):
    """Whom a desk looks for: a scanned or typed code, a number, or a part of a name."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"attendance_link": "sought"}

    sought = StringField(
        lazy_gettext("Scan or type the code of a letter, or type a number or a part of a name"),
        [Length(max=MAX_SOUGHT_CHARACTERS)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class DeskForm(PageForm):
    """Somebody arrives or leaves. `at` is empty for now, and an hour for what is keyed in later."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "attendance_acting_name": "acting_name",
        "attendance_reason": "reason",
        "attendance_hour": "at",
        "attendance_order": "at",
        "attendance_closed": "at",
    }

    acting_name = StringField(lazy_gettext("Who is here for it"), [Length(max=MAX_NAME_CHARACTERS)])
    is_remote = BooleanField(lazy_gettext("Takes part remotely: identity and capacity are checked"))
    at = MomentField(
        lazy_gettext("Hour on the printed list"),
        [Optional()],
        format=MINUTE,
        description=lazy_gettext("Only for what is keyed in later. Empty: now."),
    )
    reason = StringField(lazy_gettext("Why this person is let in"), [Length(max=MAX_REASON_CHARACTERS)])


class CorrectionForm(PageForm):
    """An entry was wrong: another hour, or it never happened."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "attendance_reason": "reason",
        "attendance_hour": "at",
        "attendance_order": "at",
        "attendance_closed": "at",
    }

    what = RadioField(
        lazy_gettext("What was wrong"),
        choices=[
            SelectChoice("hour", lazy_gettext("The hour: it was another one")),
            SelectChoice("struck", lazy_gettext("Everything: it never happened, or it was another person")),
        ],
        default="hour",
    )
    at = MomentField(lazy_gettext("The right hour"), [Optional()], format=MINUTE)
    reason = StringField(lazy_gettext("Reason"), [Length(max=MAX_REASON_CHARACTERS)])


class StepForm(PageForm):
    """The chair opens or closes an item in the room."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {"quorum_missing": "reason", "attendance_reason": "reason"}

    step = HiddenField(validators=[InputRequired()])
    reason = TextAreaField(
        lazy_gettext("Why without quorum"),
        [Length(max=MAX_REASON_CHARACTERS)],
        description=lazy_gettext("The minutes will say it."),
        render_kw={"rows": 2},
    )

    def meant(self) -> ItemStep | None:
        """Return which step is meant; None for nonsense."""
        return ItemStep(self.step.data) if self.step.data in set(ItemStep) else None
