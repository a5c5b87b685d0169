"""The form with which a voting list is frozen."""

from collections.abc import Mapping
from typing import ClassVar

from flask_babel import lazy_gettext

from govapp.forms import DayField, PageForm
from govapp.shares.people.forms import NEEDED, text_field


class FreezeForm(PageForm):
    """A voting list to freeze."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "record_date_in_future": "record_date",
        "roll_empty": "record_date",
    }
    record_date = DayField(
        lazy_gettext("Record date"),
        validators=[NEEDED],
        description=lazy_gettext("The day on which the register decides who may vote."),
    )
    purpose = text_field(lazy_gettext("For which assembly"), 200, NEEDED)
