"""The forms of an agenda: their shape only; whether something is allowed the use cases decide."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Final

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from govapp.assembly.agenda.queries import ChoiceRow, ItemRow
from govapp.assembly.agenda.rules.drafts import MAX_LINK_CHARACTERS
from govapp.assembly.agenda.rules.items import (
    LEGAL_KINDS,
    MAX_CHOICES,
    MAX_SEATS,
    METHODS,
    THRESHOLDS,
    ItemKind,
    VotingMethod,
)
from govapp.assembly.agenda.rules.model_items import ItemModel
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.rules.questions import ANSWER_NAMES, MAX_QUESTION_CHARACTERS, AnswerKind
from govapp.assembly.meeting.forms import (
    MAX_BODY_CHARACTERS,
    FourLanguages,
    InFourLanguages,
    InMeetingLanguages,
    line_field,
    text_field,
)
from govapp.forms import HiddenNumber, MomentField, PageForm, PostedForm, WholeNumberField
from govapp.kernel.texts import LANGUAGE_NAMES, LANGUAGES, Language, Texts
from govapp.statutes.rules.catalogue import KIND_NAMES
from govapp.statutes.rules.majorities import HALF
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.wording import PARTS

MAX_NOTE_CHARACTERS = 2_000
TONGUES: Final = tuple(LANGUAGE_NAMES[each] for each in LANGUAGES)
ITEM_TEXTS: Final = ("title", "question", "summary", "changes", "advice", "body", "old_text", "new_text")
ORDER_LABELS: Final = {
    ChoiceOrder.ENTERED: lazy_gettext("as entered here, by number"),
    ChoiceOrder.ALPHABETICAL: lazy_gettext("alphabetical"),
    ChoiceOrder.LOT: lazy_gettext("drawn by lot when it is saved; the lot can be checked by anybody"),
}

METHOD_LABELS = {
    VotingMethod.DECISION: lazy_gettext("For, against or abstain"),
    VotingMethod.MOTIONS: lazy_gettext("For, against or abstain, for each candidate"),
    VotingMethod.APPROVAL: lazy_gettext("Tick several, or blank"),
}


THRESHOLD_WORDS = {
    part: lazy_gettext("more than half") if part == HALF else lazy_gettext(PARTS[part]) for part in THRESHOLDS
}
STRICTER: Final = (*THRESHOLDS[1:], Fraction(1))


class ChoiceFields(InFourLanguages, PageForm):
    """A candidate or an option in the form of its item: a candidate has one name, an option words in four languages."""

    id = HiddenNumber(default=0)
    place = WholeNumberField(lazy_gettext("Place"), [Optional(), NumberRange(1, 999)])
    name = StringField(lazy_gettext("Name"), [Length(max=200)])
    label_nl, label_fr, label_en, label_de = (line_field(each) for each in TONGUES)
    note_nl, note_fr, note_en, note_de = (text_field(each, MAX_NOTE_CHARACTERS) for each in TONGUES)
    text_nl, text_fr, text_en, text_de = (text_field(each) for each in TONGUES)
    link = StringField(lazy_gettext("Link (https)"), [Length(max=MAX_LINK_CHARACTERS)])
    portrait = FileField(lazy_gettext("Portrait"))
    alt_nl, alt_fr, alt_en, alt_de = (line_field(each) for each in TONGUES)
    drops_portrait = BooleanField(lazy_gettext("Take the portrait away"))
    remove = BooleanField(lazy_gettext("Remove from this item"))

    def fit(self, *, is_election: bool) -> None:
        """Leave the name of a candidate, or the words of an option."""
        for field in ("label_nl", "label_fr", "label_en", "label_de") if is_election else ("name",):
            if field in self:
                del self[field]

    @property
    def label_texts(self) -> Texts:
        """Return the name, the same in every language, or the words of the option."""
        return Texts.same((self["name"].data or "").strip()) if "name" in self else self.texts("label")

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands in the row."""
        written = (self.label_texts, self.texts("note"), self.texts("text"), self.link.data, self.portrait.data)
        return not self.id.data and not any(written)

    @property
    def has_more(self) -> bool:
        """Return whether something stands, or is wrong, in what the page folds away."""
        return bool(
            self.texts("text") or self.texts("alt") or self.link.data or self.link.errors or self.portrait.errors
        )

    def show(self, row: ChoiceRow, place: int) -> None:
        """Fill the row with a candidate or an option as it stands."""
        self.id.data, self.place.data = row.id, place
        if "name" in self:
            self["name"].data = str(row.label.in_language(Language.FR))
        else:
            self.fill("label", row.label)
        self.fill("note", row.note)
        self.fill("text", row.choice.text)
        self.link.data = row.choice.link
        if row.choice.portrait:
            self.fill("alt", row.choice.portrait.alt)


class DocumentFields(InFourLanguages, PageForm):
    """A document in the form of its item: a new file, or one that is attached, with its title."""

    id = HiddenNumber(default=0)
    file = FileField(lazy_gettext("File"))
    title_nl, title_fr, title_en, title_de = (line_field(each, 200) for each in TONGUES)
    remove = BooleanField(lazy_gettext("Remove from this item"))


class ItemForm(FourLanguages):
    """An item with its choices and documents; the fields a kind does not need are taken out by `fit`."""

    version = HiddenNumber(default=0)
    number = HiddenNumber(default=0)
    showing = RadioField(lazy_gettext("Language"))
    title_nl, title_fr, title_en, title_de = (line_field(each) for each in TONGUES)
    question_nl, question_fr, question_en, question_de = (line_field(each) for each in TONGUES)
    summary_nl, summary_fr, summary_en, summary_de = (text_field(each, MAX_NOTE_CHARACTERS) for each in TONGUES)
    changes_nl, changes_fr, changes_en, changes_de = (text_field(each, MAX_NOTE_CHARACTERS) for each in TONGUES)
    advice_nl, advice_fr, advice_en, advice_de = (text_field(each, MAX_NOTE_CHARACTERS) for each in TONGUES)
    body_nl, body_fr, body_en, body_de = (text_field(each) for each in TONGUES)
    old_text_nl, old_text_fr, old_text_en, old_text_de = (text_field(each) for each in TONGUES)
    new_text_nl, new_text_fr, new_text_en, new_text_de = (text_field(each) for each in TONGUES)
    choice_order = RadioField(
        lazy_gettext("Order on the ballot paper"),
        coerce=ChoiceOrder,
        default="entered",
    )
    choices = FieldList(FormField(ChoiceFields))
    pasted = TextAreaField(
        lazy_gettext("Paste a list"),
        [Length(max=MAX_BODY_CHARACTERS)],
        description=lazy_gettext("One a line: the name, then a semicolon and a few words if you like."),
    )
    documents = FieldList(FormField(DocumentFields))
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
        self.showing.choices = [(each.value, LANGUAGE_NAMES[each]) for each in LANGUAGES]
        self.choice_order.choices = [(each.value, words) for each, words in ORDER_LABELS.items()]
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
        if not has_choices(kind):
            del self.choices
            del self.pasted
            del self.choice_order
        if not LEGAL_KINDS[kind]:
            del self.legal_kind
            del self.stricter
            del self.stricter_reason
        if kind is not ItemKind.ELECTION:
            del self.seats
        if kind is not ItemKind.STRATEGY:
            del self.maximum
            del self.threshold

    def show(self, row: ItemRow) -> None:
        """Fill the form with an item as it stands."""
        item = row.item
        self.version.data = row.version
        for name in ITEM_TEXTS:
            self.fill(name, getattr(item, name))
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
        if self.choices is not None:
            self.choice_order.data = item.choice_order
            for place, choice in enumerate(row.choices, start=1):
                entry = self.choices.append_entry().form
                entry.fit(is_election=item.kind is ItemKind.ELECTION)
                entry.show(choice, place)
        for document in row.documents:
            attached = self.documents.append_entry().form
            attached.id.data = document.id
            attached.fill("title", document.title)

    def add_blank_rows(self, kind: ItemKind, choices: int, documents: int = 1) -> None:
        """Add rows in which nothing stands yet, and take from all rows the fields that `kind` does not need."""
        for _ in range(documents):
            self.documents.append_entry()
        if self.choices is not None:
            for _ in range(choices):
                self.choices.append_entry()
        self.fit_rows(kind)

    def fit_rows(self, kind: ItemKind) -> None:
        """Take from all rows the fields that `kind` does not need."""
        for entry in self.choices or ():
            entry.form.fit(is_election=kind is ItemKind.ELECTION)


def has_choices(kind: ItemKind) -> bool:
    """Return whether an item of `kind` may have candidates or options."""
    return kind in {ItemKind.ELECTION, ItemKind.STRATEGY}


class ModelsForm(PostedForm):
    """Which model items go on an agenda; those of every year are ticked."""

    count = HiddenNumber(default=0)
    models = SelectMultipleField(
        lazy_gettext("Model items"),
        coerce=ItemModel,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy_gettext("You can change every text, add candidates and documents, and move items afterwards."),
    )


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


class AskForm(PageForm):
    """A written question of a shareholder."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "question_too_short": "text",
        "question_too_long": "text",
        "question_asked": "text",
    }
    text = TextAreaField(lazy_gettext("Your question"), [Length(max=10 * MAX_QUESTION_CHARACTERS)])
    item = SelectField(lazy_gettext("What it is about"), coerce=int, default=0)
    shows_name = BooleanField(lazy_gettext("Show my name beside the question when the answer is published"))

    def offer(self, items: Sequence[tuple[int, str]]) -> None:
        """Offer these items, by number and title, and the assembly as a whole."""
        self.item.choices = [(0, gettext("The assembly as a whole")), *items]


class QuestionDeadlineForm(PageForm):
    """Until when written questions are taken."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "question_deadline_past": "until",
        "question_deadline_late": "until",
        "question_deadline_named": "until",
    }
    until = MomentField(lazy_gettext("Questions are taken until"), [InputRequired()])


class AnswerForm(InMeetingLanguages, PageForm):
    """One answer to the questions that are ticked."""

    REFUSED_FIELDS: ClassVar[Mapping[str, str]] = {
        "question_answer_needed": "text",
        "question_none_chosen": "numbers",
        "question_not_standing": "numbers",
    }
    given = HiddenNumber(default=0)
    numbers = SelectMultipleField(
        lazy_gettext("Questions that this answer belongs to"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    kind = RadioField(
        lazy_gettext("How they are dealt with"),
        choices=[SelectChoice(each.value, lazy_gettext(name)) for each, name in ANSWER_NAMES.items()],
        default=AnswerKind.WRITTEN.value,
    )
    text_nl, text_fr, text_en, text_de = (text_field(LANGUAGE_NAMES[each]) for each in LANGUAGES)
