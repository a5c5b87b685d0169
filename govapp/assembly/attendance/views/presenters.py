"""What the pages of bureau and attendance have in common: hours of a meeting as people read them, and words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from govapp.assembly.attendance.rules.bureau import OFFICE_NAMES
from govapp.assembly.attendance.rules.moves import Attending
from govapp.kernel.errors import N_
from govapp.language import formats
from govapp.request_context import language, settings, zone
from govapp.shares.people.forms import CATEGORY_NAMES
from govapp.shares.people.rules.kinds import CATEGORY_LETTERS, Category
from govapp.shares.rolls.rules.roll import LABELS

ATTENDING_LABELS = {
    Attending.IN_PERSON: N_("in person"),
    Attending.REPRESENTATIVE: N_("represents an organisation"),
    Attending.REMOTE: N_("remotely"),
}


def hour_words(held_on: date) -> Callable[[datetime], str]:
    """Return what writes a moment of a meeting: the hour alone on its day, with the day in the night after it."""

    def written(moment: datetime) -> str:
        if moment.astimezone(zone()).date() == held_on:
            return formats.time_only(moment, language(), settings().timezone)
        return formats.datetime_short(moment, language(), settings().timezone)

    return written


def category_letter(code: str | None) -> str:
    """Return the letter of a category by its code, or nothing for somebody without one."""
    return CATEGORY_LETTERS[Category(code)] if code else ""


def words_of(held_on: date) -> dict[str, Any]:
    """Return the words that templates about a meeting use."""
    return {
        "hour_of": hour_words(held_on),
        "letter_of": category_letter,
        "category_names": CATEGORY_NAMES,
        "office_names": OFFICE_NAMES,
        "attending_labels": ATTENDING_LABELS,
        "left_out_labels": LABELS,
    }
