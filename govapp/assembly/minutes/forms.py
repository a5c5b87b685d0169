"""The forms of minutes: their shape only; whether something is allowed the use cases decide."""

from typing import ClassVar

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3

from govapp.assembly.meeting.forms import InFourLanguages, text_field
from govapp.forms import HiddenNumber, PageForm
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES


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
