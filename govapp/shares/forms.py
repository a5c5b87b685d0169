"""The forms of the register: shape only; what is allowed is decided in the rules."""

from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from govapp.fields import DayField
from govapp.kernel.money import SHARE_PRICE_CENTS, cents_of, euros
from govapp.kernel.texts import LANGUAGE_NAMES
from govapp.shares.rules.kinds import Category, Event, FileFormat, Gender, HolderState, Kind

CATEGORY_NAMES = {
    Category.MEMBER: lazy_gettext("member (category A)"),
    Category.STAFF: lazy_gettext("permanent team (category B)"),
    Category.PARTNER: lazy_gettext("partner (category C)"),
}
KIND_NAMES = {Kind.NATURAL: lazy_gettext("natural person"), Kind.LEGAL: lazy_gettext("legal person")}
GENDER_NAMES = {Gender.FEMALE: lazy_gettext("woman"), Gender.MALE: lazy_gettext("man"), Gender.OTHER: "x"}
STATE_NAMES = {
    HolderState.HOLDING: lazy_gettext("with shares"),
    HolderState.FORMER: lazy_gettext("without shares"),
    HolderState.ALL: lazy_gettext("all"),
}
EVENT_NAMES = {
    Event.OPENING_BALANCE: lazy_gettext("Opening balance"),
    Event.ISSUE: lazy_gettext("Issue"),
    Event.CORRECTION_REVERSAL: lazy_gettext("Reversing entry"),
}

_needed = InputRequired(lazy_gettext("Fill in this field."))
_long = lazy_gettext("This is too long.")
_category_choices = [SelectChoice(category.value, name) for category, name in CATEGORY_NAMES.items()]
_language_choices = [SelectChoice(language.value, name) for language, name in LANGUAGE_NAMES.items()]
_any = SelectChoice("", lazy_gettext("all"))


def _text(label: str, limit: int, *validators: object, **options: object) -> StringField:
    checks = [*validators, Length(max=limit, message=_long)]
    return StringField(label, validators=checks, **options)  # type: ignore[arg-type]


class _Meta(DefaultMeta):
    """Lets WTForms say its own messages in the reader's language."""

    def get_translations(self, form: object) -> Any:  # noqa: ANN401, ARG002 - the signature is that of WTForms
        """Return the catalogue of WTForms for the reader."""
        return get_translations([str(get_locale())])


class EuroField(Field):
    """An amount in euro, with a comma or a point before the cents as people write it; its data are cents, or None."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else euros(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount; raises ValueError, in the reader's language, for one that nobody can read."""
        text = valuelist[0] if valuelist else ""
        self.data = cents_of(text)
        if self.data is None and text.strip():
            raise ValueError(gettext("Write it like 30 or 30.00, without the euro sign."))


class PageForm(Form):
    """The parent of the forms of this package."""

    Meta = _Meta


class FilterForm(PageForm):
    """Search and filters of the list; the two dates put the question to another day."""

    q = SearchField(lazy_gettext("Name, number or e-mail"), validators=[Optional(), Length(max=200)])
    category = SelectField(lazy_gettext("Category"), choices=[_any, *_category_choices], default="")
    kind = SelectField(
        lazy_gettext("Kind"),
        choices=[_any, *(SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items())],
        default="",
    )
    language = SelectField(lazy_gettext("Language"), choices=[_any, *_language_choices], default="")
    state = SelectField(
        lazy_gettext("Show"),
        choices=[SelectChoice(state.value, name) for state, name in STATE_NAMES.items()],
        default=HolderState.HOLDING.value,
    )
    on = DayField(lazy_gettext("Situation on"), validators=[Optional()])
    recorded = DayField(lazy_gettext("As recorded on"), validators=[Optional()])


class ExportForm(FilterForm):
    """What to export, as which file, and why."""

    format = RadioField(
        lazy_gettext("Format"),
        choices=[SelectChoice(file_format.value, file_format.value) for file_format in FileFormat],
        default=FileFormat.XLSX.value,
    )
    purpose = _text(lazy_gettext("Purpose of this export"), 500)


class SharesForm(PageForm):
    """New shares."""

    quantity = IntegerField(
        lazy_gettext("Number of shares"),
        validators=[
            _needed,
            NumberRange(min=1, max=1_000_000, message=lazy_gettext("Use a whole number of 1 or more.")),
        ],
        default=1,
    )
    paid_in = EuroField(
        lazy_gettext("Amount paid in, in euro"),
        validators=[Optional()],
        description=lazy_gettext(
            "Leave empty when all is paid: %(price)s euro a share.",
            price=euros(SHARE_PRICE_CENTS).removesuffix(".00"),
        ),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    effective_date = DayField(
        lazy_gettext("Effective date"),
        validators=[_needed],
        description=lazy_gettext("The legal day of the entry, often the day of the payment."),
    )
    reference = _text(
        lazy_gettext("Reference"),
        200,
        Optional(),
        description=lazy_gettext("For example the decision of the directors or the line of the bank statement."),
    )


class ReverseForm(PageForm):
    """Take back an entry."""

    entry = SelectField(lazy_gettext("Entry"), coerce=int, validators=[_needed], choices=[])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        validators=[_needed, Length(max=1000, message=_long)],
        description=lazy_gettext("It stays readable for ever, beside your name."),
        render_kw={"rows": 3},
    )


class CategoryForm(PageForm):
    """Another category from a day on."""

    category = SelectField(lazy_gettext("Category"), choices=_category_choices)
    effective_date = DayField(lazy_gettext("From"), validators=[_needed])
    reason = _text(lazy_gettext("Reason"), 500, _needed)


class EmailForm(PageForm):
    """Another address."""

    email = _text(
        lazy_gettext("E-mail address"),
        254,
        Optional(),
        description=lazy_gettext("Several people may share one. Leave it empty to write by post."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )


class RepresentativeForm(PageForm):
    """Who votes for a legal person: a shareholder by number, or another person by name."""

    number = IntegerField(
        lazy_gettext("Shareholder number of the representative"),
        validators=[Optional(), NumberRange(min=1, max=999_999_999)],
        description=lazy_gettext("Or leave it empty and write a name."),
    )
    given_name = _text(lazy_gettext("Given name"), 200, Optional())
    name = _text(lazy_gettext("Family name"), 200, Optional())
    effective_date = DayField(lazy_gettext("From"), validators=[_needed])

    def validate_number(self, field: IntegerField) -> None:
        """Refuse a number beside a name, which may be those of two people."""
        if field.data and self.name.data:
            raise ValidationError(gettext("A number and a name are given for the voting representative."))


class RegisterForm(SharesForm):
    """A new shareholder with first shares."""

    kind = RadioField(
        lazy_gettext("Kind"),
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
        default=Kind.NATURAL.value,
    )
    name = _text(lazy_gettext("Family name, or name of the organisation"), 200, _needed)
    given_name = _text(
        lazy_gettext("Given name"), 200, Optional(), description=lazy_gettext("Empty for an organisation.")
    )
    company_number = _text(
        lazy_gettext("Company number"), 30, Optional(), description=lazy_gettext("It looks like 0123.456.749.")
    )
    birth_date = DayField(lazy_gettext("Date of birth"), validators=[Optional()])
    gender = SelectField(
        lazy_gettext("Gender"),
        choices=[
            SelectChoice("", lazy_gettext("not given")),
            *(SelectChoice(gender.value, name) for gender, name in GENDER_NAMES.items()),
        ],
    )
    language = SelectField(lazy_gettext("Language"), choices=_language_choices)
    category = SelectField(lazy_gettext("Category"), choices=_category_choices)
    email = _text(lazy_gettext("E-mail address"), 254, Optional(), render_kw={"inputmode": "email"})
    street = _text(lazy_gettext("Street and number"), 200, Optional())
    postcode = _text(lazy_gettext("Postcode"), 20, Optional())
    town = _text(lazy_gettext("Town"), 120, Optional())
    country = _text(lazy_gettext("Country"), 2, Optional(), default="BE")
    representative_given_name = _text(lazy_gettext("Given name of the voting representative"), 200, Optional())
    representative_name = _text(
        lazy_gettext("Family name of the voting representative"),
        200,
        Optional(),
        description=lazy_gettext("For an organisation: the one person who votes for it."),
    )


class UploadForm(PageForm):
    """A file to check."""

    file = FileField(lazy_gettext("File (CSV or XLSX)"), render_kw={"accept": ".csv,.txt,.xlsx"})


class ConfirmForm(PageForm):
    """Yes to the totals."""

    seen = BooleanField(
        lazy_gettext("I have compared these totals with our own"),
        validators=[InputRequired(lazy_gettext("Compare the totals first."))],
    )


class FreezeForm(PageForm):
    """A voting list to freeze."""

    record_date = DayField(
        lazy_gettext("Record date"),
        validators=[_needed],
        description=lazy_gettext("The day on which the register decides who may vote."),
    )
    purpose = _text(lazy_gettext("For which assembly"), 200, _needed)


class AskLinkForm(PageForm):
    """Ask for a personal link."""

    email = _text(
        lazy_gettext("Your e-mail address"),
        254,
        _needed,
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
