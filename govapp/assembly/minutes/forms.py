"""The forms of minutes: their shape only; whether something is allowed the use cases decide."""

from typing import ClassVar

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, Optional

from govapp.assembly.meeting.forms import InFourLanguages, text_field
from govapp.assembly.minutes.rules.decisions import (
    MAX_OWNER_CHARACTERS,
    MAX_REASON_CHARACTERS,
    STATE_NAMES,
    DecisionState,
)
from govapp.assembly.minutes.rules.mandates import (
    BODY_NAMES,
    END_NAMES,
    MAX_NAME_CHARACTERS,
    MandateBody,
    MandateEnd,
)
from govapp.forms import DayField, HiddenNumber, PageForm
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES


def in_one_line(text: str | None) -> str:
    """Return a text without line breaks and double spaces."""
    return " ".join((text or "").split())


class NoteForm(InFourLanguages, PageForm):
    """What the secretary adds under one section."""

    version = HiddenNumber(default=0)
    note_nl, note_fr, note_en, note_de = (text_field(LANGUAGE_NAMES[each]) for each in LANGUAGES)


class FixForm(PageForm):
    """The draft as it was read, and the language that counts."""

    digest = HiddenField()
    language = SelectField(
        lazy_gettext("Authentic language"),
        choices=[SelectChoice(each.value, LANGUAGE_NAMES[each]) for each in LANGUAGES],
    )


class SignedForm(PageForm):
    """The signed copy of a version."""

    REFUSED_FIELDS: ClassVar = {
        "not_a_pdf": "file",
        "already_signed": "file",
        "document_empty": "file",
        "document_too_large": "file",
        "document_kind_unknown": "file",
        "document_not_its_kind": "file",
    }
    file = FileField(lazy_gettext("Signed minutes (PDF)"), [FileRequired(lazy_gettext("Choose a file."))])


class DecisionForm(PageForm):
    """Who carries a decision out, by when, and where it stands."""

    REFUSED_FIELDS: ClassVar = {"decision_reason_missing": "reason"}
    owner = StringField(
        lazy_gettext("Who carries it out"), [Optional(), Length(max=MAX_OWNER_CHARACTERS)], filters=[in_one_line]
    )
    due_on = DayField(lazy_gettext("By which day"), [Optional()])
    state = RadioField(
        lazy_gettext("Where it stands"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in STATE_NAMES.items()],
        default=DecisionState.OPEN.value,
    )
    reason = TextAreaField(lazy_gettext("What happened, or why"), [Optional(), Length(max=MAX_REASON_CHARACTERS)])


class MandateForm(PageForm):
    """A mandate: of somebody who was elected, or of somebody named by hand."""

    REFUSED_FIELDS: ClassVar = {"mandate_days_reversed": "until", "mandate_name_missing": "name"}
    name = StringField(lazy_gettext("Name"), [Optional(), Length(max=MAX_NAME_CHARACTERS)], filters=[in_one_line])
    body = RadioField(
        lazy_gettext("Appointed as"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in BODY_NAMES.items()],
        default=MandateBody.DIRECTOR.value,
    )
    started_on = DayField(lazy_gettext("Begins on"), [InputRequired()])
    until = DayField(lazy_gettext("Last day of the term"), [InputRequired()])
    origin = TextAreaField(
        lazy_gettext("Where the mandate comes from"), [Optional(), Length(max=MAX_REASON_CHARACTERS)]
    )


class MandateEndForm(PageForm):
    """The end of a mandate."""

    REFUSED_FIELDS: ClassVar = {"mandate_days_reversed": "ended_on"}
    ended_on = DayField(lazy_gettext("Ended on"), [InputRequired()])
    kind = RadioField(
        lazy_gettext("By"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in END_NAMES.items()],
        default=MandateEnd.TERM.value,
    )
    reason = TextAreaField(lazy_gettext("Reason"), [Optional(), Length(max=MAX_REASON_CHARACTERS)])
