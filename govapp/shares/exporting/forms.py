"""The form of an export."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3

from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.ledger.forms import FilterForm
from govapp.shares.people.forms import text_field


class ExportForm(FilterForm):
    """What to export, as which file, and why."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {**FilterForm.REFUSED_FIELDS, "purpose_missing": "purpose"}
    format = RadioField(
        lazy_gettext("Format"),
        choices=[SelectChoice(file_format.value, file_format.value) for file_format in FileFormat],
        default=FileFormat.XLSX.value,
    )
    purpose = text_field(lazy_gettext("Purpose of this export"), 500)
