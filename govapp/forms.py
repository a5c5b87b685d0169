"""Form fields that several rooms share: days and moments that lie within living memory and plans."""

from datetime import date, datetime

from flask_babel import gettext
from wtforms import DateField, DateTimeLocalField

# Outside of these a year is a slip of the finger, and the arithmetic of calendars overflows at their ends.
FIRST_YEAR = 1900
LAST_YEAR = 2199


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
