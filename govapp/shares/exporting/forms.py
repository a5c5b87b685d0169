"""The form of an export."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3

from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.ledger.forms import FilterForm
from govapp.shares.people.forms import LANGUAGE_CHOICES, text_field

FORMAT_NAMES = {FileFormat.XLSX: "Excel (xlsx)", FileFormat.CSV: "CSV", FileFormat.JSON: "JSON"}


class ExportForm(FilterForm):
    """What to export, as which file, and why."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {**FilterForm.REFUSED_FIELDS, "purpose_missing": "purpose"}
    format = RadioField(
        lazy_gettext("Format"),
        choices=[SelectChoice(file_format.value, name) for file_format, name in FORMAT_NAMES.items()],
        default=FileFormat.XLSX.value,
    )
    file_language = SelectField(
        lazy_gettext("Language of the file"),
        choices=LANGUAGE_CHOICES,
        description=lazy_gettext("Of headings and values in Excel and CSV. JSON is for programs and has codes."),
    )
    purpose = text_field(lazy_gettext("Purpose of this export"), 500)
