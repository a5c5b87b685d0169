"""The form of an assembly's head, and what forms in four languages share."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from govapp.forms import PostedForm
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import LANGUAGES, Language, Texts

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


class InMeetingLanguages(InFourLanguages):
    """What forms have whose texts are asked for in the languages of one assembly, one of them at least."""

    def keep(self, languages: Sequence[Language]) -> None:
        """Leave away the fields of all languages but these."""
        gone = [each.value for each in LANGUAGES if each not in languages]
        for name in [each.name for each in self if each.name.rpartition("_")[2] in gone]:  # type: ignore[attr-defined]
            del self[name]  # type: ignore[attr-defined]

    def texts(self, name: str) -> Texts:
        """Return the fields of one text together; browsers send lines with CR LF, texts have LF."""
        written = {field.name[-2:]: field.data or "" for field in self.fields(name)}
        return Texts.from_dict({code: words.replace("\r\n", "\n") for code, words in written.items()})

    def fields(self, name: str) -> list[Any]:
        """Return the fields of one text that are left, in the order of the languages."""
        names = [f"{name}_{each.value}" for each in LANGUAGES]
        return [self[each] for each in names if each in self]  # type: ignore[index,operator]

    def marked(self, name: str) -> Any:  # noqa: ANN401 - a field of WTForms, which has no types
        """Return the field in which something is wrong with a text: the first that was filled in, or the first."""
        fields = self.fields(name)
        return next((each for each in fields if each.data), fields[0])

    def field_of(self, refusal: Refusal) -> Any:  # noqa: ANN401 - a field of WTForms, which has no types
        """Return the field that a refusal speaks of: that of a text which is marked, or None."""
        name = self.REFUSED_FIELDS.get(refusal.code)  # type: ignore[attr-defined]
        if name is None or name in self:  # type: ignore[operator]
            return None if name is None else self[name]  # type: ignore[index]
        return self.marked(name)


class FourLanguages(InFourLanguages, PostedForm):
    """A form with texts in four languages."""


def line_field(language: str, most: int = MAX_TITLE_CHARACTERS) -> StringField:
    """Return a field for one line in one language."""
    return StringField(language, [Length(max=most)])


def text_field(language: str, most: int = MAX_BODY_CHARACTERS) -> TextAreaField:
    """Return a field for a text of several paragraphs in one language."""
    return TextAreaField(language, [Length(max=most)])
