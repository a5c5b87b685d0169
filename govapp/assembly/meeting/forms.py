"""The form of an assembly's head, and what forms in four languages share."""

from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from govapp.forms import PostedForm
from govapp.kernel.texts import LANGUAGES, Texts

MAX_TITLE_CHARACTERS = 300


MAX_BODY_CHARACTERS = 20_000


class InFourLanguages:
    """What forms have whose texts are in four languages, in fields named `<text>_<language>`."""

    def texts(self, name: str) -> Texts:
        """Return the four fields of one text together; browsers send lines with CR LF, texts have LF."""
        written = {each.value: self[f"{name}_{each.value}"].data or "" for each in LANGUAGES}  # type: ignore[index]
        return Texts.from_dict({code: words.replace("\r\n", "\n") for code, words in written.items()})

    def fill(self, name: str, texts: Texts) -> None:
        """Put the four versions of one text into their fields."""
        for each in LANGUAGES:
            self[f"{name}_{each.value}"].data = texts.as_dict().get(each.value, "")  # type: ignore[index]

    def fields(self, name: str) -> list[object]:
        """Return the four fields of one text, in the order of the languages."""
        return [self[f"{name}_{each.value}"] for each in LANGUAGES]  # type: ignore[index]


class FourLanguages(InFourLanguages, PostedForm):
    """A form with texts in four languages."""


def line_field(language: str, most: int = MAX_TITLE_CHARACTERS) -> StringField:
    """Return a field for one line in one language."""
    return StringField(language, [Length(max=most)])


def text_field(language: str, most: int = MAX_BODY_CHARACTERS) -> TextAreaField:
    """Return a field for a text of several paragraphs in one language."""
    return TextAreaField(language, [Length(max=most)])
