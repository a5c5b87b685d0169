"""The forms of the secretariat: their shape only; whether something is allowed the use cases decide."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from govapp.assembly.rules.agenda import METHODS, MOST_CHOICES, MOST_SEATS, THRESHOLDS, Item, ItemKind, Method
from govapp.assembly.rules.sentence import NEEDED_WORDS
from govapp.fields import DayField, MomentField
from govapp.kernel.texts import LANGUAGES, Texts

MOST_TITLE = 300
MOST_BODY = 20_000
MOST_NOTE = 2_000

METHOD_WORDS = {
    Method.DECISION: lazy_gettext("For, against or abstain"),
    Method.MOTIONS: lazy_gettext("For, against or abstain, for each candidate"),
    Method.APPROVAL: lazy_gettext("Tick several, or blank"),
}
THRESHOLD_WORDS = {share: lazy_gettext(words) for share, words in NEEDED_WORDS.items()}


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


def _line(language: str, most: int = MOST_TITLE) -> StringField:
    return StringField(language, [Length(max=most)])


def _text(language: str, most: int = MOST_BODY) -> TextAreaField:
    return TextAreaField(language, [Length(max=most)])


class AssemblyForm(FourLanguages):
    """The head of an assembly. Hours are those of the cooperative's clock."""

    version = HiddenField(default="0")
    title_nl = _line("Nederlands")
    title_fr = _line("Français")
    title_en = _line("English")
    title_de = _line("Deutsch")
    held_on = DayField(lazy_gettext("Day of the meeting"), [InputRequired()])
    place = StringField(lazy_gettext("Place and hour of the meeting"), [Length(max=300)])
    record_date = DayField(
        lazy_gettext("Record date"),
        [InputRequired()],
        description=lazy_gettext("Whoever holds a paid share on this day may vote."),
    )
    opens_at = MomentField(lazy_gettext("Voting opens"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    closes_at = MomentField(lazy_gettext("Voting closes"), [InputRequired()], format="%Y-%m-%dT%H:%M")


class ItemForm(FourLanguages):
    """An item; the fields a kind does not need are taken out by `fit`."""

    version = HiddenField(default="0")
    number = HiddenField(default="0")
    title_nl = _line("Nederlands")
    title_fr = _line("Français")
    title_en = _line("English")
    title_de = _line("Deutsch")
    body_nl = _text("Nederlands")
    body_fr = _text("Français")
    body_en = _text("English")
    body_de = _text("Deutsch")
    method = SelectField(lazy_gettext("How people vote"), coerce=Method)
    seats = IntegerField(
        lazy_gettext("Seats to fill"),
        [InputRequired(), NumberRange(1, MOST_SEATS)],
        default=1,
    )
    maximum = IntegerField(
        lazy_gettext("Options a ballot may hold at most"),
        [Optional(), NumberRange(0, MOST_CHOICES)],
        description=lazy_gettext("Empty: as many as there are."),
    )
    threshold = SelectField(
        lazy_gettext("An option is adopted with"),
        description=lazy_gettext("Only where this was decided before the vote; else the options are listed in order."),
    )

    def fit(self, kind: ItemKind) -> None:
        """Leave only the fields that an item of `kind` needs."""
        self.method.choices = [(each.value, METHOD_WORDS[each]) for each in METHODS[kind]]
        self.threshold.choices = [
            ("", lazy_gettext("no threshold")),
            *((str(each), THRESHOLD_WORDS[each]) for each in THRESHOLDS),
        ]
        if not METHODS[kind]:
            del self.method
        if kind is not ItemKind.ELECTION:
            del self.seats
        if kind is not ItemKind.STRATEGY:
            del self.maximum
            del self.threshold

    def show(self, item: Item, version: int) -> None:
        """Fill the form with an item as it stands."""
        self.version.data = str(version)
        self.fill("title", item.title)
        self.fill("body", item.body)
        if self.method and item.method:
            self.method.data = item.method
        if self.seats:
            self.seats.data = item.seats
        if self.maximum:
            self.maximum.data = item.maximum or None
        if self.threshold:
            self.threshold.data = str(item.threshold or "")


class CandidateForm(FourLanguages):
    """A candidate: one name for all languages, and a note in four."""

    version = HiddenField(default="0")
    number = HiddenField(default="0")
    name = StringField(lazy_gettext("Name"), [InputRequired(), Length(max=200)])
    note_nl = _text("Nederlands", MOST_NOTE)
    note_fr = _text("Français", MOST_NOTE)
    note_en = _text("English", MOST_NOTE)
    note_de = _text("Deutsch", MOST_NOTE)

    @property
    def label_texts(self) -> Texts:
        """Return the name, the same in every language."""
        return Texts.same((self.name.data or "").strip())


class OptionForm(FourLanguages):
    """An option: its words and a note, in four languages."""

    version = HiddenField(default="0")
    number = HiddenField(default="0")
    label_nl = _line("Nederlands")
    label_fr = _line("Français")
    label_en = _line("English")
    label_de = _line("Deutsch")
    note_nl = _text("Nederlands", MOST_NOTE)
    note_fr = _text("Français", MOST_NOTE)
    note_en = _text("English", MOST_NOTE)
    note_de = _text("Deutsch", MOST_NOTE)

    @property
    def label_texts(self) -> Texts:
        """Return the words of the option."""
        return self.texts("label")


class DocumentForm(FourLanguages):
    """A file and its title in four languages."""

    file = FileField(lazy_gettext("File"), [FileRequired(lazy_gettext("Choose a file."))])
    title_nl = _line("Nederlands", 200)
    title_fr = _line("Français", 200)
    title_en = _line("English", 200)
    title_de = _line("Deutsch", 200)


class LockForm(FlaskForm):  # type: ignore[misc]
    """Who holds the keys of the vote."""

    version = HiddenField(default="0")
    trustees = SelectMultipleField(
        lazy_gettext("Key holders"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy_gettext("All of them are needed to count. Without any, this server holds the only key."),
    )


class CloseForm(FlaskForm):  # type: ignore[misc]
    """Why voting is closed early."""

    reason = TextAreaField(lazy_gettext("Reason"), [Length(max=1000)])


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Where an item or a candidate goes."""

    number = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
