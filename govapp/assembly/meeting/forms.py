"""The form of an assembly's head, and what forms in four languages share."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from govapp.forms import DayField, HiddenNumber, MomentField
from govapp.kernel.texts import LANGUAGES, Texts

MOST_TITLE = 300


MOST_BODY = 20_000


class FourLanguages(FlaskForm):  # type: ignore[misc]
    """A form with texts in four languages, named `<text>_<language>`."""

    def texts(self, name: str) -> Texts:
        """Return the four fields of one text together."""
        return Texts.from_dict({each.value: self[f"{name}_{each.value}"].data or "" for each in LANGUAGES})

    def fill(self, name: str, texts: Texts) -> None:
        """Put the four versions of one text into their fields."""
        for each in LANGUAGES:
            self[f"{name}_{each.value}"].data = texts.as_dict().get(each.value, "")

    def fields(self, name: str) -> list[object]:
        """Return the four fields of one text, in the order of the languages."""
        return [self[f"{name}_{each.value}"] for each in LANGUAGES]


def line_field(language: str, most: int = MOST_TITLE) -> StringField:
    """Return a field for one line in one language."""
    return StringField(language, [Length(max=most)])


def text_field(language: str, most: int = MOST_BODY) -> TextAreaField:
    """Return a field for a text of several paragraphs in one language."""
    return TextAreaField(language, [Length(max=most)])


class AssemblyForm(FourLanguages):
    """The head of an assembly. Hours are those of the cooperative's clock."""

    version = HiddenNumber(default=0)
    title_nl = line_field("Nederlands")
    title_fr = line_field("Français")
    title_en = line_field("English")
    title_de = line_field("Deutsch")
    held_on = DayField(lazy_gettext("Day of the meeting"), [InputRequired()])
    place = StringField(lazy_gettext("Place and hour of the meeting"), [Length(max=300)])
    record_date = DayField(
        lazy_gettext("Record date"),
        [InputRequired()],
        description=lazy_gettext("Whoever holds a paid share on this day may vote."),
    )
    opens_at = MomentField(lazy_gettext("Voting opens"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    closes_at = MomentField(lazy_gettext("Voting closes"), [InputRequired()], format="%Y-%m-%dT%H:%M")
