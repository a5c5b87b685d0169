"""The forms of an agenda: their shape only; whether something is allowed the use cases decide."""

from fractions import Fraction
from typing import Final

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from govapp.assembly.agenda.rules.items import (
    LEGAL_KINDS,
    MAX_CHOICES,
    MAX_SEATS,
    METHODS,
    THRESHOLDS,
    Item,
    ItemKind,
    VotingMethod,
)
from govapp.assembly.meeting.forms import FourLanguages, line_field, text_field
from govapp.forms import HiddenNumber, PostedForm, WholeNumberField
from govapp.kernel.texts import Texts
from govapp.statutes.rules.catalogue import KIND_NAMES
from govapp.statutes.rules.majorities import HALF
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.wording import PARTS

MAX_NOTE_CHARACTERS = 2_000


METHOD_LABELS = {
    VotingMethod.DECISION: lazy_gettext("For, against or abstain"),
    VotingMethod.MOTIONS: lazy_gettext("For, against or abstain, for each candidate"),
    VotingMethod.APPROVAL: lazy_gettext("Tick several, or blank"),
}


THRESHOLD_WORDS = {
    part: lazy_gettext("more than half") if part == HALF else lazy_gettext(PARTS[part]) for part in THRESHOLDS
}
STRICTER: Final = (*THRESHOLDS[1:], Fraction(1))


class ItemForm(FourLanguages):
    """An item; the fields a kind does not need are taken out by `fit`."""

    version = HiddenNumber(default=0)
    number = HiddenNumber(default=0)
    title_nl = line_field("Nederlands")
    title_fr = line_field("Français")
    title_en = line_field("English")
    title_de = line_field("Deutsch")
    body_nl = text_field("Nederlands")
    body_fr = text_field("Français")
    body_en = text_field("English")
    body_de = text_field("Deutsch")
    method = SelectField(lazy_gettext("How people vote"), coerce=VotingMethod)
    seats = WholeNumberField(
        lazy_gettext("Seats to fill"),
        [InputRequired(), NumberRange(1, MAX_SEATS)],
        default=1,
    )
    maximum = WholeNumberField(
        lazy_gettext("Options a ballot may hold at most"),
        [Optional(), NumberRange(0, MAX_CHOICES)],
        description=lazy_gettext("Empty: as many as there are."),
    )
    threshold = SelectField(
        lazy_gettext("An option is adopted with"),
        description=lazy_gettext("Only where this was decided before the vote; else the options are listed in order."),
    )

    legal_kind = SelectField(
        lazy_gettext("What it is in law"),
        coerce=LegalKind,
        description=lazy_gettext("The majority and the quorum follow from it, as the statutes say."),
    )
    stricter = SelectField(
        lazy_gettext("More than the statutes ask"),
        description=lazy_gettext("Only where this was decided before the vote; never less than the statutes ask."),
    )
    stricter_reason = StringField(lazy_gettext("Why more"), [Length(max=1000)])

    def fit(self, kind: ItemKind) -> None:
        """Leave only the fields that an item of `kind` needs."""
        self.method.choices = [(each.value, METHOD_LABELS[each]) for each in METHODS[kind]]
        self.threshold.choices = [
            ("", lazy_gettext("no threshold")),
            *((str(each), THRESHOLD_WORDS[each]) for each in THRESHOLDS),
        ]
        self.legal_kind.choices = [(each.value, lazy_gettext(KIND_NAMES[each])) for each in LEGAL_KINDS[kind]]
        self.stricter.choices = [
            ("", lazy_gettext("as the statutes say")),
            *((str(each), lazy_gettext(PARTS[each])) for each in STRICTER),
        ]
        if self.legal_kind.data is None and LEGAL_KINDS[kind]:
            self.legal_kind.data = LEGAL_KINDS[kind][0]
        self.stricter.data = self.stricter.data or ""
        if not METHODS[kind]:
            del self.method
        if not LEGAL_KINDS[kind]:
            del self.legal_kind
            del self.stricter
            del self.stricter_reason
        if kind is not ItemKind.ELECTION:
            del self.seats
        if kind is not ItemKind.STRATEGY:
            del self.maximum
            del self.threshold

    def show(self, item: Item, version: int) -> None:
        """Fill the form with an item as it stands."""
        self.version.data = version
        self.fill("title", item.title)
        self.fill("body", item.body)
        if self.method and item.method:
            self.method.data = item.method
        if self.legal_kind and item.legal_kind:
            self.legal_kind.data = item.legal_kind
            self.stricter.data = str(item.stricter.threshold.fraction) if item.stricter else ""
            self.stricter_reason.data = item.stricter_reason
        if self.seats:
            self.seats.data = item.seats
        if self.maximum:
            self.maximum.data = item.maximum or None
        if self.threshold:
            self.threshold.data = str(item.threshold or "")


class CandidateForm(FourLanguages):
    """A candidate: one name for all languages, and a note in four."""

    version = HiddenNumber(default=0)
    number = HiddenNumber(default=0)
    name = StringField(lazy_gettext("Name"), [InputRequired(), Length(max=200)])
    note_nl = text_field("Nederlands", MAX_NOTE_CHARACTERS)
    note_fr = text_field("Français", MAX_NOTE_CHARACTERS)
    note_en = text_field("English", MAX_NOTE_CHARACTERS)
    note_de = text_field("Deutsch", MAX_NOTE_CHARACTERS)

    @property
    def label_texts(self) -> Texts:
        """Return the name, the same in every language."""
        return Texts.same((self.name.data or "").strip())


class OptionForm(FourLanguages):
    """An option: its words and a note, in four languages."""

    version = HiddenNumber(default=0)
    number = HiddenNumber(default=0)
    label_nl = line_field("Nederlands")
    label_fr = line_field("Français")
    label_en = line_field("English")
    label_de = line_field("Deutsch")
    note_nl = text_field("Nederlands", MAX_NOTE_CHARACTERS)
    note_fr = text_field("Français", MAX_NOTE_CHARACTERS)
    note_en = text_field("English", MAX_NOTE_CHARACTERS)
    note_de = text_field("Deutsch", MAX_NOTE_CHARACTERS)

    @property
    def label_texts(self) -> Texts:
        """Return the words of the option."""
        return self.texts("label")


class DocumentForm(FourLanguages):
    """A file and its title in four languages."""

    file = FileField(lazy_gettext("File"), [FileRequired(lazy_gettext("Choose a file."))])
    title_nl = line_field("Nederlands", 200)
    title_fr = line_field("Français", 200)
    title_en = line_field("English", 200)
    title_de = line_field("Deutsch", 200)


class MoveForm(PostedForm):
    """Where an item or a candidate goes."""

    number = WholeNumberField(validators=[InputRequired(), NumberRange(min=1)])
