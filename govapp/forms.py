"""What the forms of all rooms share: their parent, days and moments within living memory and plans, hidden numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final

from flask import request
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, Field, Form, IntegerField
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta
from wtforms.widgets import HiddenInput

from govapp.kernel.errors import Conflict, Invalid, NotFound, Refusal

# Outside of these a year is a slip of the finger, and the arithmetic of calendars overflows at their ends.
FIRST_YEAR = 1900
LAST_YEAR = 2199
# The largest number that a record can hold (RFC 8785, section 3.2.2.3, and I-JSON): the journal keeps what is sent.
MAX_NUMBER = 2**53 - 1
# What somebody can mend in the form, so that it comes back as it was typed; any other refusal is a page of its own.
MENDABLE: Final = (Invalid, Conflict, NotFound)


class _Meta(DefaultMeta):
    """Lets WTForms say its own messages in the reader's language."""

    def get_translations(self, form: object) -> Any:  # noqa: ANN401, ARG002 - the signature is that of WTForms
        """Return the catalogue of WTForms for the reader."""
        return get_translations([str(get_locale())])


class PageForm(Form):
    """The parent of forms; what it finds wrong by itself it says in the reader's language.

    `REFUSED_FIELDS` names the field that is marked when a rule refuses what the form asks for, by the code of the
    refusal. What belongs to no field stands above the form.
    """

    Meta = _Meta
    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {}

    def field_of(self, refusal: Refusal) -> Field | None:
        """Return the field that a refusal speaks of, or None."""
        name = self.REFUSED_FIELDS.get(refusal.code)
        return None if name is None else self[name]

    def refuse(self, refusal: Refusal, sentence: str) -> None:
        """Show a refusal of the rules in this form, by its `sentence` in the reader's language."""
        marked = self.field_of(refusal)
        if marked is None:
            self.form_errors = [*self.form_errors, sentence]
        else:
            marked.errors = [*marked.errors, sentence]


class PostedForm(FlaskForm):  # type: ignore[misc]
    """The parent of forms with a token of their own: they read what a page posts, and never JSON."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Reads posted fields only."""

        def wrap_formdata(self, form: object, formdata: Any) -> Any:  # noqa: ANN401 - the signature is that of WTForms
            """Return the posted fields; none for a body of another kind."""
            return super().wrap_formdata(form, request.form if request.is_json else formdata)


class WholeNumberField(IntegerField):
    """A whole number of at most 53 bits. A longer one is no number here: records and floats cannot hold it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; raises ValueError, in the reader's language, for what is none or is too long."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > MAX_NUMBER:
            # WTForms says it in its own words, as for everything that is no number.
            super().process_formdata([""])


class HiddenNumber(WholeNumberField):
    """A whole number that the page sends along: a version, a place. Anything else makes the form invalid."""

    widget = HiddenInput()

    def _value(self) -> str:
        # What the view set since, such as the version of somebody else's change, and not what was sent.
        return "0" if self.data is None else str(self.data)


def _check(value: date | datetime | None) -> None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(
            gettext("Give a year between %(first)s and %(last)s.", first=str(FIRST_YEAR), last=str(LAST_YEAR)),
        )


class DayField(DateField):
    """A day between 1900 and 2199."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; raises ValueError, in the reader's language, for one that cannot be meant."""
        super().process_formdata(valuelist)
        found, self.data = self.data, None
        _check(found)
        self.data = found


class MomentField(DateTimeLocalField):
    """A day and hour on the wall clock of the cooperative, between 1900 and 2199."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the moment; raises ValueError, in the reader's language, for one that cannot be meant."""
        super().process_formdata(valuelist)
        found, self.data = self.data, None
        _check(found)
        self.data = found
