"""The form on which a new version of the statutes is written: the shape of each rule, never whether it is allowed."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import InputRequired, Length, Optional

from govapp.forms import DayField, PostedForm, WholeNumberField
from govapp.kernel.money import cents_of, euros
from govapp.statutes.rules.catalogue import KIND_NAMES, PROFILE_RULES
from govapp.statutes.rules.majorities import EACH_CATEGORY, WHOLE_ASSEMBLY, Measure, VoteBase
from govapp.statutes.rules.profile import Body, Profile
from govapp.statutes.rules.shapes import CHOICES, ValueShape, name_of, shape_of

MAX_REFERENCE: Final = 200
MAX_REASON: Final = 2000
MAX_NAME: Final = 100
MAX_CODE: Final = 10
MAX_DIGITS: Final = 6
VOTE: Final = "vote_"

_needed = InputRequired(lazy_gettext("Fill in this field."))
_long = lazy_gettext("This is too long.")


class TypedField(StringField):
    """A field that reads a text into a value and, when it cannot, shows the text again as it was typed."""

    typed = ""

    @abstractmethod
    def read(self, text: str) -> object:
        """Return the value that `text` means; raises ValueError with a sentence."""

    @abstractmethod
    def written(self) -> str:
        """Return the value as it stands in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.typed:
            self.data = self.read(self.typed)  # type: ignore[assignment]

    def _value(self) -> str:
        return self.typed if self.data is None else self.written()


class PartField(TypedField):
    """A part such as `3/4`, as a Fraction."""

    def read(self, text: str) -> Fraction:
        """Return the fraction; raises ValueError for anything else."""
        numbers = [part.strip() for part in text.split("/")]
        is_plain = all(part.isascii() and part.isdigit() and len(part) <= MAX_DIGITS for part in numbers)
        if len(numbers) != 2 or not is_plain or not 0 < int(numbers[0]) <= int(numbers[1]):  # noqa: PLR2004
            raise ValueError(lazy_gettext("Write a part as a fraction, for example 3/4."))
        return Fraction(int(numbers[0]), int(numbers[1]))

    def written(self) -> str:
        """Return `3/4`."""
        part: Any = self.data
        return f"{part.numerator}/{part.denominator}"


class PriceField(TypedField):
    """An amount in euro, as cents."""

    def read(self, text: str) -> int:
        """Return the cents; raises ValueError for what is no amount."""
        cents = cents_of(text)
        if cents is None:
            raise ValueError(lazy_gettext("Write an amount in euro, for example 30 or 30.50."))
        return cents

    def written(self) -> str:
        """Return `30.00`."""
        cents: Any = self.data
        return euros(cents)


_SIGNS: Final = [SelectChoice("more", lazy_gettext("more than")), SelectChoice("least", lazy_gettext("at least"))]
_BASES: Final = [
    SelectChoice(VoteBase.HEADS.value, lazy_gettext("people")),
    SelectChoice(VoteBase.SHARES.value, lazy_gettext("shares")),
    SelectChoice(VoteBase.CATEGORY.value, lazy_gettext("people in each category apart")),
]
_MEASURES: Final = [
    SelectChoice(Measure.DECISIVE_VOTES.value, lazy_gettext("the votes for and against")),
    SelectChoice(Measure.BALLOTS.value, lazy_gettext("all ballots, abstentions included")),
    SelectChoice(Measure.ROLL.value, lazy_gettext("everybody entitled to vote")),
]


class ConditionForm(Form):
    """One further condition; without a part it is none."""

    sign = SelectField(lazy_gettext("Also needed"), choices=_SIGNS)
    part = PartField(lazy_gettext("Part"))
    measure = SelectField(lazy_gettext("Of"), choices=_MEASURES)
    base = SelectField(lazy_gettext("Counted in"), choices=_BASES[:2])
    category = SelectField(lazy_gettext("Where"), choices=[])


class VoteRuleForm(Form):
    """What a vote needs."""

    base = SelectField(lazy_gettext("What is counted"), choices=_BASES)
    sign = SelectField(lazy_gettext("Majority"), choices=_SIGNS)
    part = PartField(lazy_gettext("Part of the votes for and against"), [_needed])
    quorum = PartField(lazy_gettext("Quorum at the first meeting"), description=lazy_gettext("Empty: none."))
    quorum_base = SelectField(lazy_gettext("Quorum counted in"), choices=_BASES)
    second = PartField(lazy_gettext("Quorum at a second meeting"), description=lazy_gettext("Empty: none."))
    second_base = SelectField(lazy_gettext("Second quorum counted in"), choices=_BASES)
    conditions = FieldList(FormField(ConditionForm), min_entries=1, max_entries=8)


class CategoryForm(Form):
    """One category of shareholders; without a code it is none."""

    code = StringField(lazy_gettext("Code in the register"), [Length(max=MAX_CODE, message=_long)])
    letter = StringField(lazy_gettext("Letter"), [Length(max=3, message=_long)])
    nl = StringField("Nederlands", [Length(max=MAX_NAME, message=_long)])
    fr = StringField("Français", [Length(max=MAX_NAME, message=_long)])
    en = StringField("English", [Length(max=MAX_NAME, message=_long)])
    de = StringField("Deutsch", [Length(max=MAX_NAME, message=_long)])


class QuotaForm(Form):
    """Mandates kept for some categories; without a number it is none."""

    categories = StringField(lazy_gettext("Codes of the categories, separated by commas"))
    seats = WholeNumberField(lazy_gettext("Mandates"), [Optional()])


class StatutesForm(PostedForm):
    """All rules of a profile, with the decision behind them. The rule of each kind of vote is `vote_<kind>`."""

    first_day = DayField(lazy_gettext("In force from"), [_needed])
    last_day = DayField(
        lazy_gettext("In force until the end of"),
        [Optional()],
        description=lazy_gettext("Only for rules that end by themselves. Empty: until the next version."),
    )
    decided_on = DayField(lazy_gettext("Decided on"), [_needed])
    decided_by = SelectField(
        lazy_gettext("Decided by"), choices=[SelectChoice(each.value, lazy_gettext(name_of(each))) for each in Body]
    )
    reference = StringField(
        lazy_gettext("Where the decision is written"),
        [_needed, Length(max=MAX_REFERENCE, message=_long)],
        description=lazy_gettext("For example: deed of notary Peeters, 16 June 2026."),
    )
    reason = TextAreaField(lazy_gettext("Reason"), [_needed, Length(max=MAX_REASON, message=_long)])
    known_versions = HiddenField()

    def offer_categories(self, profile: Profile) -> None:
        """Let every condition name one of the categories of `profile`, each of them, or the whole assembly."""
        offered = [
            SelectChoice(WHOLE_ASSEMBLY, lazy_gettext("the whole assembly")),
            SelectChoice(EACH_CATEGORY, lazy_gettext("each category")),
            *(SelectChoice(each.code, each.letter) for each in profile.categories),
        ]
        for kind in KIND_NAMES:
            for entry in self[VOTE + kind.value].form.conditions:
                entry.form.category.choices = offered

    def faults(self) -> list[tuple[str, str]]:
        """Return what is wrong with the shape of the form: a sentence, and the address of its field."""
        return [found for field in self for found in _faults(field)]


def _faults(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _faults(inner)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _faults(entry)
    else:
        for error in field.errors:
            yield f"{field.label.text}: {error}", f"#{field.id}"


_not_fixed = lazy_gettext("Empty: not fixed.")
_INPUTS: Final[dict[ValueShape, Callable[[Any], Any]]] = {
    ValueShape.FLAG: BooleanField,
    ValueShape.NUMBER: lambda label: WholeNumberField(label, [_needed]),
    ValueShape.OPTIONAL_NUMBER: lambda label: WholeNumberField(label, [Optional()], description=_not_fixed),
    ValueShape.OPTIONAL_PART: lambda label: PartField(label, [Optional()], description=_not_fixed),
    ValueShape.MONEY: lambda label: PriceField(label, [_needed], description=lazy_gettext("In euro.")),
    ValueShape.CODES: lambda label: StringField(
        label, description=lazy_gettext("Codes of the categories, separated by commas. Empty: none.")
    ),
    ValueShape.CATEGORIES: lambda label: FieldList(FormField(CategoryForm), label, min_entries=1, max_entries=12),
    ValueShape.QUOTAS: lambda label: FieldList(FormField(QuotaForm), label, min_entries=1, max_entries=12),
}


def _input(field: str, label: str) -> Any:  # noqa: ANN401 - WTForms calls it an unbound field
    words, shape = lazy_gettext(label), shape_of(field)
    if shape is not ValueShape.CHOICE:
        return _INPUTS[shape](words)
    choices = [SelectChoice(each.value, lazy_gettext(name_of(each))) for each in CHOICES[field]]
    return SelectField(words, choices=choices)


for _rule in PROFILE_RULES:
    setattr(StatutesForm, _rule.field, _input(_rule.field, _rule.label))
for _kind, _name in KIND_NAMES.items():
    setattr(StatutesForm, VOTE + _kind.value, FormField(VoteRuleForm, lazy_gettext(_name)))
